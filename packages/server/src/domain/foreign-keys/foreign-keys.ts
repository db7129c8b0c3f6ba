import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { VerificationKey } from '@watchword/protocol/jose/verify-jws.ts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '#lib/clock.ts'
import type { FetchDocument } from './foreign-document.ts'
import { mostKeys, readKeySet } from './read-key-set.ts'

/** Whose keys: a client of an account (or what else comes to have keys elsewhere), and where they are published. */
export type KeyOwner = {
  readonly accountId: AccountId
  readonly kind: 'client'
  /** Within account and kind. */
  readonly id: string
  readonly url: string
}

export type ForeignKeySet = {
  readonly keys: readonly VerificationKey[]
  /** Why the last fetch failed, for an administrator; the keys, if there are any, are those of an earlier one. */
  readonly fault: string | undefined
}

/** Public keys that are published elsewhere (`jwks_uri`). */
export type ForeignKeys = {
  /**
   * The keys of the owner; fetched if they are not known, not fresh, or if none has the `kid` that a token names and no
   * fetch was tried for 30 seconds. It never throws.
   */
  find(owner: KeyOwner, kid: string | undefined): Promise<ForeignKeySet>
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Whatever `Cache-Control` says: not so often that we are a burden, not so seldom that a withdrawn key lives on. */
const leastFreshMs = 5 * minuteMs
const mostFreshMs = dayMs
const usualFreshMs = 15 * minuteMs
/** After they were fresh, while the other side is down. */
const staleMs = dayMs
const coolDownMs = 30_000
/** At a time: one account's slow servers must not take what all accounts share. */
const mostFetchesOfAccount = 4
/** Keys and owners that are remembered; one costs a few kilobytes. */
const mostKept = 10_000

type Entry = ForeignKeySet & {
  readonly url: string
  readonly triedAt: number
  readonly freshUntil: number
}

/**
 * Keeps foreign keys by account and owner, never by `kid` or URL, so that no account's keys can come to mean anything
 * for another. Not told of changes of the account, on purpose: what revokes is a new key set, and dropping one while
 * its server is down would lock its owner out. A changed URL is seen at once.
 */
export function createForeignKeys(ports: {
  readonly fetchDocument: FetchDocument
  readonly clock: Clock
}): ForeignKeys {
  const { fetchDocument, clock } = ports
  const entries = new LRUCache<string, Entry>({
    maxSize: mostKept,
    maxEntrySize: mostKeys + 1,
    sizeCalculation: ({ keys }) => 1 + keys.length,
  })
  const underWay = new Map<string, Promise<ForeignKeySet>>()
  const fetchesOf = new Map<AccountId, number>()

  async function fetchKeys(owner: KeyOwner, known: Entry | undefined): Promise<Entry> {
    const triedAt = clock.now()
    const document = await fetchDocument(owner.url)
    const reading = document.ok ? await readKeySet(document.value) : document
    const { url } = owner
    if (document.ok && reading.ok) {
      const freshUntil = triedAt + freshMs(document.maxAgeSeconds)
      return { url, triedAt, freshUntil, keys: reading.keys, fault: undefined }
    }
    const fault = reading.ok ? undefined : reading.reason
    const freshUntil = known?.freshUntil ?? 0
    const keys = known !== undefined && triedAt < freshUntil + staleMs ? known.keys : []
    return { url, triedAt, freshUntil, keys, fault }
  }

  /** One fetch at a time for each owner: who comes meanwhile waits for the same. */
  function refresh(owner: KeyOwner, known: Entry | undefined): Promise<ForeignKeySet> {
    const name = nameOf(owner)
    const flight = `${name} ${owner.url}`
    const waitedFor = underWay.get(flight)
    if (waitedFor !== undefined) return waitedFor
    const { accountId } = owner
    const fetches = fetchesOf.get(accountId) ?? 0
    if (fetches >= mostFetchesOfAccount) return Promise.resolve(busy(known))
    fetchesOf.set(accountId, fetches + 1)
    const fetched = fetchKeys(owner, known)
      .then((entry) => {
        entries.set(name, entry)
        return entry
      })
      .finally(() => {
        underWay.delete(flight)
        const left = (fetchesOf.get(accountId) ?? 1) - 1
        if (left === 0) fetchesOf.delete(accountId)
        else fetchesOf.set(accountId, left)
      })
    underWay.set(flight, fetched)
    return fetched
  }

  return {
    find: async (owner, kid) => {
      const kept = entries.get(nameOf(owner))
      const known = kept?.url === owner.url ? kept : undefined
      if (known === undefined) return refresh(owner, undefined)
      const now = clock.now()
      const mayTry = now >= known.triedAt + coolDownMs
      const isFresh = now < known.freshUntil
      const isUnknown = kid !== undefined && known.keys.every((key) => key.kid !== kid)
      if (mayTry && (!isFresh || isUnknown)) return refresh(owner, known)
      return now < known.freshUntil + staleMs ? known : { ...known, keys: [] }
    },
  }
}

function nameOf({ accountId, kind, id }: KeyOwner): string {
  return `${accountId} ${kind} ${id}`
}

function freshMs(maxAgeSeconds: number | undefined): number {
  if (maxAgeSeconds === undefined) return usualFreshMs
  return Math.min(Math.max(maxAgeSeconds * 1000, leastFreshMs), mostFreshMs)
}

function busy(known: Entry | undefined): ForeignKeySet {
  const fault = 'too many key sets of the account are being fetched; try again'
  return { keys: known?.keys ?? [], fault }
}
