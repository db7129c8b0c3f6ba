import {
  type CompiledQuery,
  Kysely,
  type KyselyPlugin,
  type Transaction as KyselyTransaction,
  PostgresDialect,
  sql,
} from 'kysely'
import pg from 'pg'
import { sha256Hex } from '#lib/digest.ts'
import type { Secret } from '#lib/secret.ts'
import { createJobLimits, type Database, type Transaction } from '../kysely/database.ts'
import { createReads, createWrites } from '../kysely/stores.ts'
import type { Migratable } from '../migrate.ts'
import { createPostgresNonces } from '../nonces/postgres-nonces.ts'
import type { Announcement, Storage, Writes } from '../port.ts'
import type { Schema } from '../schema.ts'
import { announcementChannel, createListener, type Listener } from './listener.ts'
import { storable, withStorableText } from './storable-text.ts'

export type PostgresOptions = {
  readonly url: Secret
  /** Connections of this process, besides the one that listens. */
  readonly poolSize?: number
  /** Told of faults that no caller waits for. */
  readonly onFault?: (fault: Error) => void
}

/** PostgreSQL: any number of processes on one database. */
export async function openPostgres(options: PostgresOptions): Promise<Storage & Migratable> {
  const { url, poolSize = 10, onFault = () => {} } = options
  const pool = new pg.Pool({
    connectionString: url.reveal(),
    max: poolSize,
    types: { getTypeParser },
    connectionTimeoutMillis: 5000,
    statement_timeout: 30_000,
    application_name: 'watchword',
  })
  pool.on('error', onFault)
  const query = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: withStorableText(pool) }),
  })
  const listener = await createListener(url, onFault)

  return {
    kind: 'postgres',
    read: createReads(databaseOver(query, pool)),
    write: async (job) => {
      const { answer, announced } = await retryConflicts(() => runTransaction(query, job, listener))
      announced.forEach(listener.tell)
      return answer
    },
    announcements: { reliable: listener.reliable, subscribe: listener.subscribe },
    nonces: createPostgresNonces(pool),
    migrateWith: (job) =>
      query.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction)
        return job(transaction)
      }),
    close: async () => {
      await listener.close()
      await query.destroy()
    },
  }
}

/** Any number no other program on the same database is likely to use. */
const migrationLock = 7_761_746_368

async function runTransaction<T>(
  query: Kysely<Schema>,
  job: (tx: Writes) => Promise<T>,
  listener: Listener,
): Promise<{ readonly answer: T; readonly announced: readonly Announcement[] }> {
  const announced: Announcement[] = []
  let committing = false
  try {
    const answer = await query.transaction().execute(async (transaction) => {
      const limits = createJobLimits()
      const limited = transaction.withPlugin(checkedBefore(limits.check))
      const database: Transaction = {
        ...transactionDatabase(limited, limits.check),
        announce: async (announcement) => {
          announced.push(announcement)
          const payload = listener.payloadOf(announcement)
          await sql`select pg_notify(${announcementChannel}, ${payload})`.execute(limited)
        },
      }
      const given = await limits.within(() => job(createWrites(database)))
      committing = true
      return given
    })
    return { answer, announced }
  } catch (fault) {
    // The answer to the commit was lost: it may have been one, and what is sent from here is not told here again.
    if (committing && !(fault instanceof pg.DatabaseError)) announced.forEach(listener.tell)
    throw fault
  }
}

function checkedBefore(check: () => void): KyselyPlugin {
  return {
    transformQuery: ({ node }) => {
      check()
      return node
    },
    transformResult: async ({ result }) => result,
  }
}

function databaseOver(query: Kysely<Schema>, pool: pg.Pool): Database {
  const names = new Map<string, string>()
  return {
    kind: 'postgres',
    query,
    // A named statement is parsed and planned once for each connection.
    run: async <Row>(compiled: { readonly sql: string }, parameters: readonly unknown[]) => {
      let name = names.get(compiled.sql)
      if (name === undefined) {
        name = `w${sha256Hex(compiled.sql).slice(0, 32)}`
        names.set(compiled.sql, name)
      }
      const result = await pool.query({ name, text: compiled.sql, values: storable(parameters) })
      return result.rows as Row[]
    },
  }
}

function transactionDatabase(transaction: KyselyTransaction<Schema>, check: () => void): Database {
  return {
    kind: 'postgres',
    query: transaction,
    run: async <Row>(compiled: CompiledQuery<Row>, parameters: readonly unknown[]) => {
      check()
      return (await transaction.executeQuery<Row>({ ...compiled, parameters: [...parameters] }))
        .rows
    },
  }
}

/** Serialization failure and deadlock: nothing was kept, so the job may simply run again. */
async function retryConflicts<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if ((code !== '40001' && code !== '40P01') || attempt >= 5) throw error
    }
  }
}

const int8 = 20

/** 64-bit integers as numbers: every one we keep is below 2^53. */
const getTypeParser: typeof pg.types.getTypeParser = ((id: number, format?: 'text') =>
  id === int8 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser
