import { readFileSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { clockWindowSeconds } from '@watchword/protocol/oauth1/timestamp.ts'
import { keepPrivate, useWriteAheadLog } from '../sqlite/connection.ts'
import { type NonceClaim, type NonceStore, rememberedSeconds } from './nonce-store.ts'

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
 * Claims that wait together share one transaction, as in group commit.
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
    'create table if not exists nonces (timestamp integer, hash blob, primary key (timestamp, hash)) without rowid;' +
      'create table if not exists epoch (only integer primary key check (only = 1), boot_id text, since integer);' +
      'create table if not exists ahead (only integer primary key check (only = 1), until integer)',
  )
  const { isNew, bootId = readBootId, openedAt = Date.now() } = options
  const since = openEpoch(database, { isNew, bootId: bootId(), openedAt })
  const ahead = openAhead(database)
  const insert = database.prepare('insert or ignore into nonces (timestamp, hash) values (?, ?)')
  // The key starts with the timestamp, so the oldest are found and dropped without a scan.
  const drop = database.prepare(
    'delete from nonces where (timestamp, hash) in (select timestamp, hash from nonces where timestamp < ? order by timestamp limit ?)',
  )
  const waiting: Waiting[] = []
  let claimsSinceDrop = 0

  function commit(): void {
    const batch = waiting.splice(0)
    if (batch.length === 0) return
    try {
      ahead.cover(batch)
      claimsSinceDrop += batch.length
      const dropping = claimsSinceDrop >= dropEvery ? claimsSinceDrop * dropsPerClaim : 0
      const outcomes = claimTogether(database, batch, { insert, drop, dropping })
      if (dropping > 0) claimsSinceDrop = 0
      batch.forEach((entry, index) => {
        entry.answer(outcomes[index] ?? 'replayed')
      })
    } catch (error) {
      for (const entry of batch) entry.fail(error)
    }
  }

  return {
    claim: (claim, now) => {
      if (claim.timestamp < since) return Promise.resolve('too_old')
      return new Promise((answer, fail) => {
        if (waiting.length === 0) setImmediate(commit)
        waiting.push({ claim, now, answer, fail })
      })
    },
    count: async () =>
      Number(database.prepare('select count(*) as rows from nonces').get()?.['rows']),
    close: async () => {
      commit()
      database.close()
    },
  }
}

// More than were claimed since, so the table shrinks to what is alive and then stays there.
const dropsPerClaim = 2
const dropEvery = 100

type Statements = {
  readonly insert: StatementSync
  readonly drop: StatementSync
  /** How many may be dropped now. */
  readonly dropping: number
}

function claimTogether(
  database: DatabaseSync,
  batch: readonly Waiting[],
  { insert, drop, dropping }: Statements,
): readonly Outcome[] {
  database.exec('begin immediate')
  try {
    const outcomes = batch.map(
      ({ claim }): Outcome =>
        insert.run(claim.timestamp, claim.hash).changes === 1 ? 'claimed' : 'replayed',
    )
    const now = Math.floor((batch[0]?.now ?? 0) / 1000)
    if (dropping > 0) drop.run(now - rememberedSeconds, dropping)
    database.exec('commit')
    return outcomes
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
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
