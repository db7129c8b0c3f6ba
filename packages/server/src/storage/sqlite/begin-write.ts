import { setTimeout } from 'node:timers/promises'
import { busyTimeoutMs, isBusy, type SqliteConnection } from './connection.ts'

/**
 * Begins a transaction that writes. While another program writes to the file it is tried again, for as long as a
 * statement would wait: SQLite's own waiting would hold everything else of this process up.
 */
export async function beginWrite(connection: SqliteConnection): Promise<void> {
  const until = performance.now() + busyTimeoutMs
  for (let pauseMs = 1; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const busy = tryToBegin(connection)
    if (busy === undefined) return
    if (performance.now() > until) throw busy
    await setTimeout(pauseMs)
  }
}

const longestPauseMs = 10

/** `undefined`: it has begun. */
function tryToBegin(connection: SqliteConnection): unknown {
  connection.execute('pragma busy_timeout = 0', [])
  try {
    connection.execute('begin immediate', [])
    return undefined
  } catch (error) {
    if (!isBusy(error)) throw error
    return error
  } finally {
    connection.execute(`pragma busy_timeout = ${busyTimeoutMs}`, [])
  }
}
