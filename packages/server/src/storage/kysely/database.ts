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
 * A query that is built once for each database and then run by its values alone: building one takes longer
 * than SQLite needs to run it. `build` gets a place for each value that it names, to stand where the value
 * will; what else it writes is the same at every run.
 */
export function hotQuery<Row, Values extends Readonly<Record<string, unknown>>>(
  build: (
    query: Kysely<Schema>,
    value: Values,
    database: Database,
  ) => { compile(): CompiledQuery<Row> },
): (database: Database, values: Values) => Promise<readonly Row[]> {
  type Built = { readonly compiled: CompiledQuery<Row>; readonly parameters: readonly unknown[] }
  const built = new Map<Database['kind'], Built>()
  return (database, values) => {
    let query = built.get(database.kind)
    if (query === undefined) {
      const compiled = build(database.query, places as Values, database).compile()
      query = { compiled, parameters: compiled.parameters }
      built.set(database.kind, query)
    }
    const parameters = query.parameters.map((parameter) =>
      parameter instanceof Place ? values[parameter.name] : parameter,
    )
    return database.run(query.compiled, parameters)
  }
}

/** The row of a statement that answers exactly one. */
export function onlyRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('A statement answered no row.')
  return row
}

/** Stands in a query that is being built where the value of that name will. */
class Place {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** A place by any name. */
const places: Readonly<Record<string, unknown>> = new Proxy(
  {},
  { get: (_, name) => new Place(String(name)) },
)

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
