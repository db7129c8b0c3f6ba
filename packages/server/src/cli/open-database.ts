import { existsSync } from 'node:fs'
import type { Config } from '#config/config.ts'
import { type Migratable, pendingMigrations } from '#storage/migrate.ts'
import type { Storage } from '#storage/port.ts'
import { CommandError } from './command.ts'

export type Database = Storage & Migratable

/** Opens the configured database. Only the driver that is needed is loaded. */
export async function openDatabase(
  { database }: Pick<Config, 'database'>,
  options: { readonly onFault?: (fault: Error) => void; readonly poolSize?: number } = {},
): Promise<Database> {
  if (database.kind === 'sqlite') {
    const { openSqlite } = await import('#storage/sqlite/open-sqlite.ts')
    return openSqlite(database.file)
  }
  const { openPostgres } = await import('#storage/postgres/open-postgres.ts')
  return openPostgres({ url: database.url, ...options })
}

/** Opens the database for a command, which neither makes one nor changes its schema. */
export async function openExistingDatabase(config: Pick<Config, 'database'>): Promise<Database> {
  const advice = 'Start the server once, or run "watchword migrate".'
  if (config.database.kind === 'sqlite' && !existsSync(config.database.file)) {
    throw new CommandError(`There is no database at ${config.database.file} yet. ${advice}`)
  }
  const database = await openDatabase(config, { poolSize: 2 })
  try {
    if ((await pendingMigrations(database)).length === 0) return database
  } catch (error) {
    await database.close()
    throw error
  }
  await database.close()
  throw new CommandError(`The database lacks migrations of this version. ${advice}`)
}
