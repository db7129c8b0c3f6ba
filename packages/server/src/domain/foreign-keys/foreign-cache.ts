import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { LRUCache } from 'lru-cache'
import type { Clock } from '#lib/clock.ts'
import type { Turns } from '#lib/turns.ts'
import type { DocumentOutcome, ForeignFault } from './foreign-document.ts'

/** Whose document: of an object of an account, never of a URL that several may name. */
export type ForeignOwner = {
  readonly accountId: AccountId
  readonly kind: 'client' | 'connector'
  /** Within account and kind. */
  readonly id: string
  readonly url: string
}

/** What is known of a document. */
export type Held<Value> = {
  /** The last that could be read, as long as it is not too old. */
  readonly value: Value | undefined
  /** Why the last fetch failed. */
  readonly fault: ForeignFault | undefined
}

export type ForeignCachePorts<Owner extends ForeignOwner, Value> = {
  readonly fetchDocument: (url: string, owner: Owner) => Promise<DocumentOutcome>
  readonly clock: Clock
  /** At a time: one account's slow servers must not take what all accounts share. */
  readonly turns: Turns
  readonly read: (
    document: unknown,
    owner: Owner,
  ) => Promise<
    { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string }
  >
  /** Settings of the owner, beside the URL, that the reading depends on: with others it is another document. */
  readonly readingOf: (owner: Owner) => string
  /** What it costs to keep, in units of a few kilobytes; at most 100. */
  readonly sizeOf: (value: Value) => number
}

export type ForeignCache<Owner extends ForeignOwner, Value> = {
  /**
   * The document of the owner; fetched if it is not known, not fresh, or not enough, and no fetch was tried for 30
   * seconds. It never throws.
   */
  find(owner: Owner, isEnough: (value: Value) => boolean): Promise<Held<Value>>
  /** What is kept, for whoever tells of it; nobody is asked. `undefined`: nothing that may still be used. */
  peek(owner: Owner): Kept<Value> | undefined
}

/** A document that is kept. Times in milliseconds since 1970. */
export type Kept<Value> = {
  readonly value: Value
  readonly fetchedAt: number
  /** After that it is fetched again; if that fails, it is used for a day more. */
  readonly freshUntil: number
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Whatever `Cache-Control` says: not so often that we are a burden, not so seldom that a withdrawn key lives on. */
const leastFreshMs = 5 * minuteMs
const mostFreshMs = dayMs
const usualFreshMs = 15 * minuteMs
/** After it was fresh, while the other side is down. */
const staleMs = dayMs
const coolDownMs = 30_000
const mostKept = 10_000
const largest = 100

type Entry<Value> = Held<Value> & {
  readonly place: string
  readonly triedAt: number
  /** When the value came. */
  readonly fetchedAt: number
  readonly freshUntil: number
}

/**
 * Keeps foreign documents by account and owner, never by what is in them or where they are, so that no account's can
 * come to mean anything for another. Not told of changes of the account, on purpose: what revokes is a new document,
 * and dropping one while its server is down would lock its owner out. A changed URL is seen at once.
 */
export function createForeignCache<Owner extends ForeignOwner, Value>(
  ports: ForeignCachePorts<Owner, Value>,
): ForeignCache<Owner, Value> {
  const { clock, turns, sizeOf } = ports
  const entries = new LRUCache<string, Entry<Value>>({
    maxSize: mostKept,
    maxEntrySize: largest,
    sizeCalculation: ({ value }) => 1 + (value === undefined ? 0 : sizeOf(value)),
  })
  const underWay = new Map<string, Promise<Held<Value>>>()
  const placeOf = (owner: Owner) => `${owner.url} ${ports.readingOf(owner)}`

  async function load(owner: Owner, known: Entry<Value> | undefined): Promise<Entry<Value>> {
    const triedAt = clock.now()
    const place = placeOf(owner)
    const { held, freshForMs } = await fetchAndRead(ports, owner)
    if (held.value !== undefined)
      return { ...held, place, triedAt, fetchedAt: triedAt, freshUntil: triedAt + freshForMs }
    const { freshUntil = 0, fetchedAt = 0 } = known ?? {}
    const value = usable(known, triedAt)
    return { value, fault: held.fault, place, triedAt, fetchedAt, freshUntil }
  }

  /** One fetch at a time for each owner: who comes meanwhile waits for the same. */
  function refresh(owner: Owner, known: Entry<Value> | undefined): Promise<Held<Value>> {
    const name = nameOf(owner)
    const flight = `${name} ${placeOf(owner)}`
    const waitedFor = underWay.get(flight)
    if (waitedFor !== undefined) return waitedFor
    const loaded = turns
      .run(owner.accountId, async () => {
        const entry = await load(owner, known)
        entries.set(name, entry)
        return entry
      })
      .then((turn) =>
        turn.ran ? turn.outcome : { value: usable(known, clock.now()), fault: busy },
      )
      .finally(() => underWay.delete(flight))
    underWay.set(flight, loaded)
    return loaded
  }

  return {
    find: async (owner, isEnough) => {
      const kept = entries.get(nameOf(owner))
      const known = kept?.place === placeOf(owner) ? kept : undefined
      if (known === undefined) return refresh(owner, undefined)
      const now = clock.now()
      const mayTry = now >= known.triedAt + coolDownMs
      const isFresh = now < known.freshUntil
      const { value } = known
      if (mayTry && !(isFresh && value !== undefined && isEnough(value)))
        return refresh(owner, known)
      return { value: usable(known, now), fault: known.fault }
    },
    peek: (owner) => {
      const known = entries.peek(nameOf(owner))
      if (known?.place !== placeOf(owner)) return undefined
      const { fetchedAt, freshUntil } = known
      const value = usable(known, clock.now())
      return value === undefined ? undefined : { value, fetchedAt, freshUntil }
    },
  }
}

async function fetchAndRead<Owner extends ForeignOwner, Value>(
  { fetchDocument, read }: ForeignCachePorts<Owner, Value>,
  owner: Owner,
): Promise<{ readonly held: Held<Value>; readonly freshForMs: number }> {
  const document = await fetchDocument(owner.url, owner)
  if (!document.ok) {
    const { refusal, reason } = document
    return { held: { value: undefined, fault: { refusal, reason } }, freshForMs: 0 }
  }
  const reading = await read(document.value, owner)
  const held: Held<Value> = reading.ok
    ? { value: reading.value, fault: undefined }
    : { value: undefined, fault: { refusal: 'content', reason: reading.reason } }
  return { held, freshForMs: freshMs(document.maxAgeSeconds) }
}

/** What is known, unless it is too old to go by. */
function usable<Value>(known: Entry<Value> | undefined, now: number): Value | undefined {
  return known !== undefined && now < known.freshUntil + staleMs ? known.value : undefined
}

function nameOf({ accountId, kind, id }: ForeignOwner): string {
  return `${accountId} ${kind} ${id}`
}

function freshMs(maxAgeSeconds: number | undefined): number {
  if (maxAgeSeconds === undefined) return usualFreshMs
  return Math.min(Math.max(maxAgeSeconds * 1000, leastFreshMs), mostFreshMs)
}

const busy: ForeignFault = {
  refusal: 'busy',
  reason: 'too many key sets of the account are being fetched; try again',
}
