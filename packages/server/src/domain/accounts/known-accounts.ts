import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { Storage } from '#storage/port.ts'
import type { Account } from './account.ts'

/** Accounts as most calls need them: out of a cache that is told of every change. */
export type KnownAccounts = {
  /** `undefined`: unknown, erased or suspended, which all look alike. */
  active(accountId: AccountId): Account | undefined | Promise<Account | undefined>
}

export function createKnownAccounts({
  storage,
}: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
}): KnownAccounts {
  const known = createAccountCache<Account>(storage.announcements, { max: 10_000 })

  async function read(accountId: AccountId): Promise<Account | undefined> {
    const mark = known.mark()
    const account = await storage.read.accounts.find(accountId)
    if (account?.status !== 'active') return undefined
    known.set(accountId, accountId, account, mark)
    return account
  }

  return { active: (accountId) => known.get(accountId) ?? read(accountId) }
}
