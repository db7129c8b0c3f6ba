import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Dialect,
  type Driver,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Schema } from '../schema.ts'
import type { SqliteConnection } from './connection.ts'

/**
 * Called before each statement, and waited for if it answers a promise: the reader opens its snapshot, and a job that
 * is over throws, so that a statement nobody waited for cannot end up in another job's work.
 */
export type BeforeStatement = () => Promise<void> | void

/**
 * Kysely over one `node:sqlite` connection; cheap enough to make for each job. Transactions are not
 * Kysely's: the reader has one snapshot per turn of the event loop, the writer commits in groups
 * (`group-commit.ts`), so nothing waits for a mutex.
 */
export function kyselyOver(connection: SqliteConnection, before: BeforeStatement): Kysely<Schema> {
  const statements: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const pause = before()
      if (pause !== undefined) await pause
      const { rows, changes } = connection.execute(query.sql, query.parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(changes) }
    },
    // biome-ignore lint/correctness/useYield: the interface wants a generator; this database streams nothing
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('Streaming is not used.')
    },
  }
  const executor = new DefaultQueryExecutor(compiler, adapter, {
    provideConnection: (consumer) => consumer(statements),
  })
  return new Kysely<Schema>({ config: { dialect }, dialect, driver, executor })
}

const adapter = new SqliteAdapter()
const compiler = new SqliteQueryCompiler()

const refuse = async (): Promise<never> => {
  throw new Error('Connections and transactions are made by the storage, not by Kysely.')
}

const driver: Driver = {
  init: async () => {},
  acquireConnection: refuse,
  beginTransaction: refuse,
  commitTransaction: refuse,
  rollbackTransaction: refuse,
  releaseConnection: async () => {},
  destroy: async () => {},
}

const dialect: Dialect = {
  createAdapter: () => adapter,
  createDriver: () => driver,
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => compiler,
}
