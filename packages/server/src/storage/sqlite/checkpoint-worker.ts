import { DatabaseSync } from 'node:sqlite'

/**
 * Runs in a thread of its own: moves the log of a file into the file. It waits for the disk twice, and the event loop
 * of the server must not.
 */
export function run(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('pragma synchronous = normal')
    database.exec('pragma wal_checkpoint(passive)')
  } finally {
    database.close()
  }
}
