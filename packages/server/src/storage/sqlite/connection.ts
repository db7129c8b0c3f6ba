import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { LRUCache } from 'lru-cache'
import { createCheckpointer } from './checkpointer.ts'

/** One connection to the file, with its prepared statements. */
export type SqliteConnection = {
  readonly database: DatabaseSync
  all(sql: string, parameters: readonly unknown[]): Record<string, unknown>[]
  execute(sql: string, parameters: readonly unknown[]): { rows: unknown[]; changes: number }
  /** Resolves once all that was committed is on the disk. The event loop goes on meanwhile. */
  flush(): Promise<void>
  /** Moves the log into the file. The event loop goes on meanwhile; nothing may be written. */
  moveLog(): Promise<void>
  close(): Promise<void>
}

/** How long a statement waits for another process (a command) that writes at the same moment. */
export const busyTimeoutMs = 5000

/**
 * Opens a connection. WAL with `synchronous=NORMAL`: SQLite keeps the file whole, and leaves it to whoever
 * commits to wait for the disk (`flush`) and to move the log into the file now and then. Both would else be
 * done inside `commit`, where nothing else of the process can go on.
 * The file and its two companions are readable by their owner alone.
 */
export function openConnection(file: string): SqliteConnection {
  keepPrivate(file)
  const database = new DatabaseSync(file, {
    timeout: busyTimeoutMs,
    enableForeignKeyConstraints: true,
  })
  try {
    useWriteAheadLog(database, file)
    database.exec('pragma synchronous = normal')
    database.exec('pragma wal_autocheckpoint = 0')
    database.exec('pragma cache_size = -16000')
    database.exec('pragma temp_store = memory')
  } catch (error) {
    database.close()
    throw error
  }
  const prepare = statementCache(database)
  const checkpointer = createCheckpointer(file)
  let log: FileHandle | undefined
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
    flush: async () => {
      // SQLite keeps one log file for as long as any connection is open: ours is.
      log ??= await open(`${file}-wal`, 'r+')
      await log.datasync()
    },
    moveLog: checkpointer.run,
    close: async () => {
      await checkpointer.close()
      database.close()
      await log?.close()
    },
  }
}

/** Before SQLite opens it: `-wal` and `-shm` are made with the mode that the file has at that moment. */
export function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  for (const name of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(name)) chmodSync(name, 0o600)
  }
}

/**
 * The change to WAL does not wait for the busy timeout when two processes make it at once: it is tried
 * again. On a file system without shared memory SQLite keeps another mode and says nothing; we do not.
 */
export function useWriteAheadLog(database: DatabaseSync, file: string): void {
  const until = Date.now() + busyTimeoutMs
  for (;;) {
    try {
      const mode = database.prepare('pragma journal_mode = wal').get()?.['journal_mode']
      if (mode === 'wal') return
      throw new Error(`${file}: SQLite keeps its journal in mode "${mode}" there, not in WAL.`)
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

/** SQLITE_BUSY, in any of its extended forms. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5
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
