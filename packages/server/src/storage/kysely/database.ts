import type { CompiledQuery, Kysely, SelectQueryBuilder } from 'kysely'
import type { Announcement } from '../port.ts'
import type { Schema } from '../schema.ts'

/**
 * What a store works on: a query builder for everything, and a short way for the few queries that every
 * call of the cloud passes (built and compiled once, see `hotQuery`).
 */
export type Database = {
  readonly kind: 'sqlite' | 'postgres'
  readonly query: Kysely<Schema>
  /** Runs a compiled query with these values in place of the ones it was compiled with. */
  run<Row>(compiled: CompiledQuery<Row>, parameters: readonly unknown[]): Promise<readonly Row[]>
}

/** A database inside a transaction. */
export type Transaction = Database & { announce(announcement: Announcement): Promise<void> }

/**
 * A query that is built once for each database and then run by its values alone. The values given to
 * `build` only hold the places.
 */
export function hotQuery<Row>(
  build: (query: Kysely<Schema>) => { compile(): CompiledQuery<Row> },
): (database: Database, parameters: readonly unknown[]) => Promise<readonly Row[]> {
  const compiled = new Map<Database['kind'], CompiledQuery<Row>>()
  return (database, parameters) => {
    let query = compiled.get(database.kind)
    if (query === undefined) {
      query = build(database.query).compile()
      compiled.set(database.kind, query)
    }
    return database.run(query, parameters)
  }
}

/**
 * The time in which a job may use its transaction. A statement that nobody waited for, sent when the job is
 * over, would be kept even if the job failed: it is refused.
 */
export function createJobLimits() {
  let over = false
  return {
    check: () => {
      if (over) throw new Error('The transaction is over: a job waits for all that it starts.')
    },
    within: async <T>(job: () => Promise<T>): Promise<T> => {
      try {
        return await job()
      } finally {
        over = true
      }
    },
  }
}

/**
 * Leaves out rows that another transaction holds. Transactions that tidy up at once would else wait for each
 * other, or in a circle. SQLite has one writer and needs nothing.
 */
export function freeRows<Table extends keyof Schema, Row>(
  database: Database,
  rows: SelectQueryBuilder<Schema, Table, Row>,
): SelectQueryBuilder<Schema, Table, Row> {
  return database.kind === 'postgres' ? rows.forUpdate().skipLocked() : rows
}
