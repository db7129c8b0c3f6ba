import type { LeftOutJwk } from '@watchword/protocol/consumers/read-jwks.ts'
import { mostJwks, readJwksDocument } from '@watchword/protocol/consumers/read-jwks.ts'
import type { SignatureAlgorithm } from '@watchword/protocol/jose/algorithms.ts'
import type { VerificationKey } from '@watchword/protocol/jose/verify-jws.ts'
import type { Clock } from '#lib/clock.ts'
import { createTurns } from '#lib/turns.ts'
import { createForeignCache, type ForeignOwner, type Kept } from './foreign-cache.ts'
import type { DocumentOutcome, ForeignFault } from './foreign-document.ts'

/** Whose keys, where they are published, and which of them count. */
export type KeyOwner = ForeignOwner & { readonly algorithms: readonly SignatureAlgorithm[] }

export type ForeignKeySet = {
  readonly keys: readonly VerificationKey[]
  /** Keys of the set that are not used, and why. */
  readonly leftOut: readonly LeftOutJwk[]
  /** Whether there is a set at all: an empty one withdraws every key, none says nothing. */
  readonly isKnown: boolean
  /** Why the last fetch failed; the keys, if there are any, are those of an earlier one. */
  readonly fault: ForeignFault | undefined
}

/** Public keys that are published elsewhere (`jwks_uri`). */
export type ForeignKeys = {
  /**
   * The keys of the owner; fetched if they are not known, not fresh, or if none has the `kid` that a token names and no
   * fetch was tried for 30 seconds. It never throws.
   */
  find(owner: KeyOwner, kid: string | undefined): Promise<ForeignKeySet>
  /** The keys that are kept, for whoever tells of them; nobody is asked. */
  peek(owner: KeyOwner): KeptKeys | undefined
}

export type KeptKeys = Omit<Kept<KeySet>, 'value'> & KeySet

/** Fetches of an account, and of all accounts together, at a time. */
const fetchesAtOnce = { ofOne: 4, ofAll: 128, waiting: 0 }

type KeySet = Pick<ForeignKeySet, 'keys' | 'leftOut'>

/** Keeps foreign keys by account and owner (`createForeignCache`). `fetchDocument` is told for whom, too. */
export function createForeignKeys(ports: {
  readonly fetchDocument: (url: string, owner: KeyOwner) => Promise<DocumentOutcome>
  readonly clock: Clock
}): ForeignKeys {
  const cache = createForeignCache<KeyOwner, KeySet>({
    ...ports,
    turns: createTurns(fetchesAtOnce),
    read: readKeySet,
    readingOf: ({ algorithms }) => algorithms.join(),
    // What is left out is a few bytes, a key a few kilobytes.
    sizeOf: ({ keys }) => Math.min(keys.length, mostJwks),
  })
  return {
    find: async (owner, kid) => {
      const { value, fault } = await cache.find(
        owner,
        ({ keys }) => kid === undefined || keys.some((key) => key.kid === kid),
      )
      return { ...(value ?? none), isKnown: value !== undefined, fault }
    },
    peek: (owner) => {
      const kept = cache.peek(owner)
      if (kept === undefined) return undefined
      const { value, fetchedAt, freshUntil } = kept
      return { ...value, fetchedAt, freshUntil }
    },
  }
}

const none: KeySet = { keys: [], leftOut: [] }

async function readKeySet(
  document: unknown,
  { algorithms }: KeyOwner,
): Promise<{ ok: true; value: KeySet } | { ok: false; reason: string }> {
  const reading = await readJwksDocument(document, algorithms)
  if (!reading.ok) return { ok: false, reason: `the answer is no key set: ${reading.reason}` }
  return { ok: true, value: { keys: reading.keys, leftOut: reading.leftOut } }
}
