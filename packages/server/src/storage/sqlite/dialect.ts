import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { SqliteConnection } from './connection.ts'

/** What may watch the statements of a connection: the reader opens its snapshot before the first of a turn. */
export type BeforeStatement = () => void

/**
 * Kysely over one `node:sqlite` connection. Transactions are not Kysely's: the reader has one snapshot per
 * turn of the event loop, the writer commits in groups (`group-commit.ts`), so nothing waits for a mutex.
 */
export function sqliteDialect(connection: SqliteConnection, before: BeforeStatement): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(connection, before),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

function createDriver(connection: SqliteConnection, before: BeforeStatement): Driver {
  const shared: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      before()
      const { rows, changes } = connection.execute(query.sql, query.parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(changes) }
    },
    // biome-ignore lint/correctness/useYield: the interface wants a generator; this database streams nothing
    async *streamQuery(): AsyncIterableIterator<never> {
      throw new Error('Streaming is not used.')
    },
  }
  const refuse = async (): Promise<never> => {
    throw new Error('Transactions are made by the storage, not by Kysely.')
  }
  return {
    init: async () => {},
    acquireConnection: async () => shared,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  }
}
