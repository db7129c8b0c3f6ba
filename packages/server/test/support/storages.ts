import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Secret } from '#lib/secret.ts'
import { migrate } from '#storage/migrate.ts'
import type { Storage } from '#storage/port.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { openSqlite } from '#storage/sqlite/open-sqlite.ts'
import { createDatabase } from './postgres.ts'

/** One database of one kind, empty and migrated; `open` again for another process's view of it. */
export type TestDatabase = {
  readonly kind: Storage['kind']
  /** As `WATCHWORD_DATABASE_URL` has it. */
  readonly url: string
  open(): Promise<Storage>
  /** Closes all that was opened, and removes it. */
  remove(): Promise<void>
}

/** Both kinds: what is tested on one is tested on the other. */
export const databaseKinds = ['sqlite', 'postgres'] as const

export async function createTestDatabase(kind: Storage['kind']): Promise<TestDatabase> {
  const opened: Storage[] = []
  const closeAll = () => Promise.all(opened.splice(0).map((storage) => storage.close()))
  if (kind === 'sqlite') {
    const folder = mkdtempSync(path.join(tmpdir(), 'watchword-test-'))
    const file = path.join(folder, 'watchword.db')
    return {
      kind,
      url: `sqlite:${file}`,
      open: async () => {
        const storage = openSqlite(file)
        opened.push(storage)
        await migrate(storage)
        return storage
      },
      remove: async () => {
        await closeAll()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  }
  const database = await createDatabase()
  return {
    kind,
    url: database.url,
    open: async () => {
      const storage = await openPostgres({ url: new Secret(database.url) })
      opened.push(storage)
      await migrate(storage)
      return storage
    },
    remove: async () => {
      await closeAll()
      await database.drop()
    },
  }
}
