import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { clockWindowSeconds } from '@watchword/protocol/oauth1/timestamp.ts'
import { keepPrivate, useWriteAheadLog } from '../sqlite/connection.ts'
import { type NonceLog, openNonceLog } from './nonce-log.ts'
import { type NonceClaim, type NonceStore, rememberedSeconds } from './nonce-store.ts'
import { comparedBytes, createSeenNonces, type SeenNonces } from './seen-nonces.ts'

type Outcome = 'claimed' | 'replayed' | 'too_old'
type Waiting = {
  readonly claim: NonceClaim
  readonly now: number
  readonly answer: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

/**
 * Nonces in a file of their own with `synchronous=NORMAL`: a killed process loses nothing, because the
 * operating system has what was written. A machine that lost its power may have lost the newest ones; so the
 * boot id is kept, and when it changed, every timestamp from before this opening is refused.
 *
 * A client's clock may be ahead, and a nonce of later than now be lost as well. How far ahead any of them was
 * is kept as durably as can be, with some time to spare, so that few claims pay for it.
 *
 * The file is a log (`nonce-log.ts`), and what it holds is looked up in memory: a nonce is found at a place of its
 * own in an index, so that each would write a page. Claims that wait together are one entry of the log.
 */
export function openSqliteNonces(
  file: string,
  options: {
    /** The database beside it is new: nothing was ever signed for it, so nothing can be forgotten. */
    readonly isNew: boolean
    readonly bootId?: () => string | undefined
    /** Milliseconds. */
    readonly openedAt?: number
  },
): NonceStore {
  keepPrivate(file)
  const database = new DatabaseSync(file, { timeout: 5000 })
  useWriteAheadLog(database, file)
  database.exec('pragma synchronous = normal')
  database.exec(
    'create table if not exists epoch (only integer primary key check (only = 1), boot_id text, since integer);' +
      'create table if not exists ahead (only integer primary key check (only = 1), until integer)',
  )
  const { isNew, bootId = readBootId, openedAt = Date.now() } = options
  const since = openEpoch(database, { isNew, bootId: bootId(), openedAt })
  const ahead = openAhead(database)
  const seen = createSeenNonces()
  const log = openNonceLog(database, seen.add)
  const waiting: Waiting[] = []
  let droppedAt = 0
  let entriesSince = 0

  function commit(): void {
    const batch = waiting.splice(0)
    if (batch.length === 0) return
    try {
      ahead.cover(batch)
      const claimed = claimTogether(batch, { seen, log })
      for (const entry of batch) entry.answer(claimed.has(entry) ? 'claimed' : 'replayed')
      drop(Math.floor((batch[0]?.now ?? 0) / 1000))
    } catch (error) {
      for (const entry of batch) entry.fail(error)
    }
  }

  /** Once a second at most; of the file more than was added since, so that it shrinks to what is alive. */
  function drop(second: number): void {
    entriesSince += 1
    if (second === droppedAt) return
    const before = second - rememberedSeconds
    seen.forget(before)
    log.drop({ before, entries: entriesSince * 2 })
    droppedAt = second
    entriesSince = 0
  }

  return {
    claim: (claim, now) => {
      if (claim.timestamp < since) return Promise.resolve('too_old')
      return new Promise((answer, fail) => {
        if (waiting.length === 0) setImmediate(commit)
        waiting.push({ claim, now, answer, fail })
      })
    },
    count: async () => {
      log.follow()
      return seen.count()
    },
    close: async () => {
      commit()
      database.close()
    },
  }
}

/** Those of the batch that nobody had claimed. They are kept once this returns. */
function claimTogether(
  batch: readonly Waiting[],
  { seen, log }: { readonly seen: SeenNonces; readonly log: NonceLog },
): ReadonlySet<Waiting> {
  for (;;) {
    const fresh = firstOfEach(batch.filter(({ claim }) => !seen.has(claim)))
    const claims = fresh.map(({ claim }) => claim)
    if (claims.length === 0 || log.append(claims)) {
      claims.forEach(seen.add)
      return new Set(fresh)
    }
    log.follow()
  }
}

/** One nonce twice in a batch is claimed by the first. */
function firstOfEach(batch: readonly Waiting[]): readonly Waiting[] {
  const beginnings = new Set(batch.map(({ claim }) => claim.hash.readUInt32LE(0)))
  if (beginnings.size === batch.length) return batch
  const first = new Map<string, Waiting>()
  for (const entry of batch) {
    const { timestamp, hash } = entry.claim
    const name = `${timestamp} ${hash.toString('latin1', 0, comparedBytes)}`
    if (!first.has(name)) first.set(name, entry)
  }
  return [...first.values()]
}

/** The first timestamp that this file can vouch for, in seconds; 0 when it has everything. */
function openEpoch(
  database: DatabaseSync,
  {
    isNew,
    bootId,
    openedAt,
  }: {
    readonly isNew: boolean
    readonly bootId: string | undefined
    readonly openedAt: number
  },
): number {
  const kept = database.prepare('select boot_id, since from epoch').get()
  if (kept !== undefined && bootId !== undefined && kept['boot_id'] === bootId) {
    return Number(kept['since'])
  }
  const opened = Math.ceil(openedAt / 1000)
  const until = Number(database.prepare('select until from ahead').get()?.['until'] ?? 0)
  // Of a file that was taken away nothing is known, not even how far ahead the clients were.
  const lost = kept === undefined ? opened + clockWindowSeconds : Math.max(opened, until + 1)
  const since = isNew ? 0 : lost
  database
    .prepare(
      'insert into epoch (only, boot_id, since) values (1, ?, ?) on conflict (only) do update set boot_id = excluded.boot_id, since = excluded.since',
    )
    .run(bootId ?? null, since)
  return since
}

const aheadToSpareSeconds = 10

/** Keeps a time that no claimed timestamp is after, wherever one was ahead of our clock. */
function openAhead(database: DatabaseSync): { cover(batch: readonly Waiting[]): void } {
  let until = Number(database.prepare('select until from ahead').get()?.['until'] ?? 0)
  const write = database.prepare(
    'insert into ahead (only, until) values (1, ?) on conflict (only) do update set until = max(until, excluded.until)',
  )
  return {
    cover: (batch) => {
      let newest = 0
      for (const { claim, now } of batch) {
        if (claim.timestamp * 1000 > now) newest = Math.max(newest, claim.timestamp)
      }
      if (newest <= until) return
      const next = newest + aheadToSpareSeconds
      database.exec('pragma synchronous = full')
      try {
        write.run(next)
      } finally {
        database.exec('pragma synchronous = normal')
      }
      until = next
    },
  }
}

function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return undefined
  }
}
