import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'

/** One connection to the file, with its prepared statements. */
export type SqliteConnection = {
  readonly database: DatabaseSync
  all(sql: string, parameters: readonly unknown[]): Record<string, unknown>[]
  execute(sql: string, parameters: readonly unknown[]): { rows: unknown[]; changes: number }
}

/**
 * Opens a connection. WAL with `synchronous=FULL`: a commit that was answered survives a power cut.
 * The busy timeout only matters when another process (a command) writes at the same moment.
 */
export function openConnection(file: string): SqliteConnection {
  const database = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true })
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  database.exec('pragma cache_size = -16000')
  database.exec('pragma temp_store = memory')
  const prepare = statementCache(database)
  return {
    database,
    all: (sql, parameters) => prepare(sql).statement.all(...(parameters as SQLInputValue[])),
    execute: (sql, parameters) => {
      const { statement, answersRows } = prepare(sql)
      if (answersRows) {
        const rows = statement.all(...(parameters as SQLInputValue[]))
        return { rows, changes: rows.length }
      }
      return {
        rows: [],
        changes: Number(statement.run(...(parameters as SQLInputValue[])).changes),
      }
    },
  }
}

function statementCache(database: DatabaseSync) {
  type Prepared = { readonly statement: StatementSync; readonly answersRows: boolean }
  const cache = new LRUCache<string, Prepared>({ max: 500 })
  return (sql: string): Prepared => {
    const known = cache.get(sql)
    if (known !== undefined) return known
    const statement = database.prepare(sql)
    const prepared = { statement, answersRows: statement.columns().length > 0 }
    cache.set(sql, prepared)
    return prepared
  }
}
