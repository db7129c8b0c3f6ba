import type { CompiledQuery, Kysely } from 'kysely'
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
