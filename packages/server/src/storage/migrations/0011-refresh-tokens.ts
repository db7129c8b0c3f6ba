import { type Kysely, SqliteAdapter, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/**
 * Refresh tokens stand beside those of the same grant, whose id they begin with: one index instead of two, and what a
 * refresh reads and changes is in one place.
 */
export const refreshTokens: Migration = {
  name: '0011-refresh-tokens',
  statements: (build) => [
    tableByGrant(build),
    sql`insert into refresh_tokens_by_grant (${columns}) select ${columns} from refresh_tokens`.compile(
      build,
    ),
    build.schema.dropTable('refresh_tokens').compile(),
    build.schema.alterTable('refresh_tokens_by_grant').renameTo('refresh_tokens').compile(),
  ],
}

const columns = sql.raw('account_id, grant_id, token_hash, created_at, expires_at, spent_at')

function tableByGrant(build: Kysely<Schema>) {
  const table = build.schema
    .createTable('refresh_tokens_by_grant')
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
    .addColumn('grant_id', 'text', (column) => column.notNull())
    .addColumn('token_hash', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('spent_at', 'bigint')
    .addPrimaryKeyConstraint('refresh_tokens_of_grant', ['account_id', 'grant_id', 'token_hash'])
  // SQLite would keep the rows in the order of their coming, and the key beside them.
  const inKeyOrder = build.getExecutor().adapter instanceof SqliteAdapter
  return (inKeyOrder ? table.modifyEnd(sql`without rowid`) : table).compile()
}
