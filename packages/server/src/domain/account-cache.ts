import { createRecentlyUsed } from '#lib/recently-used.ts'
import type { Announcements } from '#storage/port.ts'

/**
 * A bounded cache of things that belong to accounts, and that may be revoked. It forgets what an
 * announcement names, and is not used while announcements may be missed (architecture §6).
 *
 * The pattern: `mark()`, read, `set(…, mark)`. What was read before a change and is set after it is refused.
 */
export type AccountCache<V extends object> = {
  get(key: string): V | undefined
  mark(): number
  set(key: string, accountId: string, value: V, mark: number): void
  delete(key: string): void
}

export function createAccountCache<V extends object>(
  announcements: Announcements,
  options: { readonly max: number },
): AccountCache<V> {
  type Entry = { readonly accountId: string; readonly value: V; readonly mark: number }
  const entries = createRecentlyUsed<Entry>(options.max)
  const accountChangedAt = new Map<string, number>()
  let tick = 1
  let everythingChangedAt = 0
  let keyForgottenAt = 0

  function noteChange(accountId: string): void {
    accountChangedAt.set(accountId, tick)
    // Bounded too: rather than remember every account that ever changed, forget everything once.
    if (accountChangedAt.size <= options.max) return
    accountChangedAt.clear()
    everythingChangedAt = tick
  }

  announcements.subscribe((announcement) => {
    tick += 1
    if (announcement.about === 'account') noteChange(announcement.accountId)
    else if (announcement.about === 'everything') everythingChangedAt = tick
    else {
      keyForgottenAt = tick
      entries.delete(announcement.tokenHash)
    }
  })

  const isCurrent = (entry: Entry) =>
    entry.mark >= everythingChangedAt && entry.mark >= (accountChangedAt.get(entry.accountId) ?? 0)

  return {
    get: (key) => {
      const entry = entries.get(key)
      if (entry === undefined || !announcements.reliable()) return undefined
      if (isCurrent(entry)) return entry.value
      entries.delete(key)
      return undefined
    },
    mark: () => tick,
    set: (key, accountId, value, mark) => {
      const entry = { accountId, value, mark }
      if (mark < keyForgottenAt || !isCurrent(entry)) return
      entries.set(key, entry)
    },
    delete: (key) => {
      tick += 1
      keyForgottenAt = tick
      entries.delete(key)
    },
  }
}
