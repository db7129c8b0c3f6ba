import { type Kysely, sql } from 'kysely'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'
import type { Schema } from './schema.ts'

/** A database that can be brought to this version's schema. */
export type Migratable = {
  /** Runs the job in one transaction that excludes every other migration. */
  migrateWith<T>(job: (query: Kysely<Schema>) => Promise<T>): Promise<T>
}

export type PendingMigration = { readonly name: string; readonly statements: readonly string[] }

/** The database was written by a newer version: going back would lose what that version keeps. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError'
}

/** Applies what is missing, in order, all or nothing; answers what was applied. Safe to run at once. */
export function migrate(
  database: Migratable,
  known: readonly Migration[] = migrations,
): Promise<readonly PendingMigration[]> {
  return database.migrateWith(async (query) => {
    await query.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('applied_at', 'bigint', (column) => column.notNull())
      .execute()
    const pending = missing(known, await appliedNames(query))
    for (const migration of pending) {
      for (const statement of migration.statements(query)) await query.executeQuery(statement)
      await sql`insert into migrations (name, applied_at) values (${migration.name}, ${Date.now()})`.execute(
        query,
      )
    }
    return describe(pending, query)
  })
}

/** What `migrate` would do, without doing it. */
export function pendingMigrations(
  database: Migratable,
  known: readonly Migration[] = migrations,
): Promise<readonly PendingMigration[]> {
  return database.migrateWith(async (query) => {
    const tables = await query.introspection.getTables()
    const started = tables.some((table) => table.name === 'migrations')
    return describe(missing(known, started ? await appliedNames(query) : new Set()), query)
  })
}

async function appliedNames(query: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(query)
  return new Set(rows.map((row) => row.name))
}

function missing(known: readonly Migration[], applied: ReadonlySet<string>): readonly Migration[] {
  const unknown = [...applied].filter((name) => !known.some((migration) => migration.name === name))
  if (unknown.length > 0) {
    throw new NewerDatabaseError(
      `The database was migrated by a newer version of Watchword (${unknown.join(', ')}). ` +
        'Run that version or a later one; migrations only go forward.',
    )
  }
  return known.filter((migration) => !applied.has(migration.name))
}

function describe(pending: readonly Migration[], query: Kysely<Schema>) {
  return pending.map((migration) => ({
    name: migration.name,
    statements: migration.statements(query).map((statement) => statement.sql),
  }))
}
