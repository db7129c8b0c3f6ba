import { readFileSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
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
  const database = new DatabaseSync(file, { timeout: 5000 })
  database.exec('pragma journal_mode = wal; pragma synchronous = normal')
  database.exec(
    'create table if not exists nonces (timestamp integer, hash blob, primary key (timestamp, hash)) without rowid;' +
      'create table if not exists epoch (only integer primary key check (only = 1), boot_id text, since integer)',
  )
  const { isNew, bootId = readBootId, openedAt = Date.now() } = options
  const since = openEpoch(database, isNew ? 0 : Math.ceil(openedAt / 1000), bootId())
  const insert = database.prepare('insert or ignore into nonces (timestamp, hash) values (?, ?)')
  // The key starts with the timestamp, so the oldest are found and dropped without a scan.
  const drop = database.prepare(
    'delete from nonces where (timestamp, hash) in (select timestamp, hash from nonces where timestamp < ? order by timestamp limit ?)',
  )
  const waiting: Waiting[] = []

  function commit(): void {
    const batch = waiting.splice(0)
    try {
      const outcomes = claimTogether(database, batch, { insert, drop })
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
      if (waiting.length > 0) commit()
      database.close()
    },
  }
}

// More than arrive in one batch, so the table shrinks to what is alive and then stays there.
const dropsPerClaim = 2

function claimTogether(
  database: DatabaseSync,
  batch: readonly Waiting[],
  { insert, drop }: { readonly insert: StatementSync; readonly drop: StatementSync },
): readonly Outcome[] {
  database.exec('begin immediate')
  try {
    const outcomes = batch.map(
      ({ claim }): Outcome =>
        insert.run(claim.timestamp, claim.hash).changes === 1 ? 'claimed' : 'replayed',
    )
    const now = Math.floor((batch[0]?.now ?? 0) / 1000)
    drop.run(now - rememberedSeconds, batch.length * dropsPerClaim)
    database.exec('commit')
    return outcomes
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

/** The first timestamp that this file can vouch for, in seconds; 0 when it has everything. */
function openEpoch(database: DatabaseSync, epoch: number, bootId: string | undefined): number {
  const kept = database.prepare('select boot_id, since from epoch').get()
  if (kept !== undefined && bootId !== undefined && kept['boot_id'] === bootId) {
    return Number(kept['since'])
  }
  database
    .prepare(
      'insert into epoch (only, boot_id, since) values (1, ?, ?) on conflict (only) do update set boot_id = excluded.boot_id, since = excluded.since',
    )
    .run(bootId ?? null, epoch)
  return epoch
}

function readBootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return undefined
  }
}
