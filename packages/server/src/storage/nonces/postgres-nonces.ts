import type pg from 'pg'
import { type NonceClaim, type NonceStore, rememberedSeconds } from './nonce-store.ts'

type Outcome = 'claimed' | 'replayed'
type Waiting = {
  readonly claim: NonceClaim
  readonly answer: (outcome: Outcome) => void
  readonly fail: (error: unknown) => void
}

/**
 * Nonces in the database that all processes share, committed durably. Claims that wait for the statement under
 * way go together in the next one. Of two processes that claim the same nonce, the index lets one through.
 */
export function createPostgresNonces(pool: pg.Pool): NonceStore {
  const waiting: Waiting[] = []
  let running = 0
  let scheduled = false
  let latest = 0
  let claimsSinceDrop = 0
  let dropping = false

  async function drain(): Promise<void> {
    running += 1
    while (waiting.length > 0) {
      const batch = waiting.splice(0, largestBatch)
      try {
        const claimed = await claimTogether(pool, batch)
        batch.forEach((entry, index) => {
          entry.answer(claimed.has(index) ? 'claimed' : 'replayed')
        })
        claimsSinceDrop += batch.length
        if (claimsSinceDrop >= dropEvery && !dropping) void drop()
      } catch (error) {
        for (const entry of batch) entry.fail(error)
      }
    }
    running -= 1
  }

  /** Beside the claims, which do not wait for it. What fails here is tried again after the next claims. */
  async function drop(): Promise<void> {
    // More than were added, by this process and those that died: so the table shrinks to what is alive.
    const limit = claimsSinceDrop * 2
    claimsSinceDrop = 0
    dropping = true
    await dropOld(pool, Math.floor(latest / 1000) - rememberedSeconds, limit).catch(() => {})
    dropping = false
  }

  function start(): void {
    scheduled = false
    const statements = Math.min(
      Math.ceil(waiting.length / largestBatch),
      parallelStatements - running,
    )
    for (let count = 0; count < statements; count += 1) void drain()
  }

  return {
    claim: (claim, now) =>
      new Promise((answer, fail) => {
        latest = Math.max(latest, now)
        waiting.push({ claim, answer, fail })
        if (scheduled || running >= parallelStatements) return
        scheduled = true
        setImmediate(start)
      }),
    count: async () => {
      const { rows } = await pool.query('select count(*)::int as rows from nonces')
      return Number(rows[0]?.rows)
    },
    close: async () => {},
  }
}

const largestBatch = 200
const parallelStatements = 2
const dropEvery = 100
/** A request is refused rather than held for a database that does not answer. */
const bounded = { query_timeout: 5000 }

/** Indexes of the claims that were new. One nonce twice in a batch is claimed by the first of them. */
async function claimTogether(
  pool: pg.Pool,
  batch: readonly Waiting[],
): Promise<ReadonlySet<number>> {
  const firstOf = new Map<string, number>()
  batch.forEach(({ claim }, index) => {
    const key = keyOf(claim.timestamp, claim.hash)
    if (!firstOf.has(key)) firstOf.set(key, index)
  })
  // Sorted, so that two processes with overlapping batches cannot wait for each other in a circle.
  const claims = [...firstOf.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  const entries = claims.flatMap(([, index]) => {
    const entry = batch[index]
    return entry === undefined ? [] : [entry.claim]
  })
  const { rows } = await pool.query({
    name: 'claim-nonces',
    ...bounded,
    text: 'insert into nonces (timestamp, hash) select * from unnest($1::bigint[], $2::text[]) on conflict do nothing returning timestamp, hash',
    values: [
      entries.map((claim) => claim.timestamp),
      entries.map((claim) => claim.hash.toString('base64url')),
    ],
  })
  const claimed = new Set<number>()
  for (const row of rows as readonly {
    readonly timestamp: number | string
    readonly hash: string
  }[]) {
    const index = firstOf.get(`${String(row.timestamp).padStart(12, '0')} ${row.hash}`)
    if (index !== undefined) claimed.add(index)
  }
  return claimed
}

function keyOf(timestamp: number, hash: Buffer): string {
  return `${String(timestamp).padStart(12, '0')} ${hash.toString('base64url')}`
}

async function dropOld(pool: pg.Pool, before: number, limit: number): Promise<void> {
  await pool.query({
    name: 'drop-nonces',
    ...bounded,
    text: 'delete from nonces where ctid = any(array(select ctid from nonces where timestamp < $1 order by timestamp limit $2 for update skip locked))',
    values: [before, limit],
  })
}
