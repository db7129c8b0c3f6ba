import { open } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

const busy = 5
const retryMilliseconds = 20
const patienceMilliseconds = 30_000

/**
 * Runs one thing at a time among all processes that name the same file. The lock is SQLite's: the
 * operating system drops it with its process, so a crash leaves nothing that must be cleaned up.
 */
export async function exclusively<Value>(
  lockFile: string,
  run: () => Promise<Value>,
): Promise<Value> {
  await (await open(lockFile, 'a', 0o600)).close()
  const lock = new DatabaseSync(lockFile, { timeout: 0 })
  try {
    await acquire(lock, lockFile)
    return await run()
  } finally {
    lock.close()
  }
}

async function acquire(lock: DatabaseSync, lockFile: string): Promise<void> {
  for (let waited = 0; waited < patienceMilliseconds; waited += retryMilliseconds) {
    try {
      return lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    await wait(retryMilliseconds)
  }
  throw new Error(`Another process has held ${lockFile} for too long.`)
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === busy
}
