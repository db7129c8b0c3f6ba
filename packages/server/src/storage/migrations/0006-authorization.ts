import { type CompiledQuery, type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Authorization codes, grants and the tokens that follow from them, and the assertions of clients. */
export const authorization: Migration = {
  name: '0006-authorization',
  statements: (build) => [
    ...codeTables(build),
    ...grantTables(build),
    ...accessTokenTables(build),
    ...refreshTokenTables(build),
    ...assertionTables(build),
  ],
}

function codeTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    authenticated(ownedTable(build, 'authorization_codes'))
      .addColumn('code_hash', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('redirect_uri', 'text', (column) => column.notNull())
      .addColumn('redirect_uri_sent', 'integer', (column) => column.notNull())
      .addColumn('code_challenge', 'text')
      .addColumn('issued_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('spent_at', 'bigint')
      .addPrimaryKeyConstraint('authorization_codes_key', ['account_id', 'code_hash'])
      .compile(),
    index(build, 'authorization_codes', ['account_id', 'user_id']),
    index(build, 'authorization_codes', ['expires_at']),
  ]
}

function grantTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    authenticated(ownedTable(build, 'grants'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('grants_key', ['account_id', 'id'])
      .compile(),
    index(build, 'grants', ['account_id', 'user_id']),
    index(build, 'grants', ['account_id', 'browser_session_id']),
    index(build, 'grants', ['expires_at']),
  ]
}

function accessTokenTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    ownedTable(build, 'access_tokens')
      // Found by its hash alone, which finds out the account.
      .addColumn('token_hash', 'text', (column) => column.notNull().primaryKey())
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('face', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text')
      .addColumn('user_id', 'bigint')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .compile(),
    build.schema
      .createIndex('access_tokens_grant_id')
      .on('access_tokens')
      .columns(['account_id', 'grant_id'])
      .where(sql.ref('grant_id'), 'is not', null)
      .compile(),
    build.schema
      .createIndex('access_tokens_client_id')
      .on('access_tokens')
      .columns(['account_id', 'client_id'])
      .where(sql.ref('grant_id'), 'is', null)
      .compile(),
    index(build, 'access_tokens', ['expires_at']),
  ]
}

function refreshTokenTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    ownedTable(build, 'refresh_tokens')
      .addColumn('token_hash', 'text', (column) => column.notNull())
      .addColumn('grant_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('spent_at', 'bigint')
      .addPrimaryKeyConstraint('refresh_tokens_key', ['account_id', 'token_hash'])
      .compile(),
    // They are dropped with their grant, which outlives them.
    index(build, 'refresh_tokens', ['account_id', 'grant_id']),
  ]
}

function assertionTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    ownedTable(build, 'client_assertions')
      .addColumn('assertion_hash', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('client_assertions_key', ['account_id', 'assertion_hash'])
      .compile(),
    index(build, 'client_assertions', ['expires_at']),
  ]
}

/** What a code and the grant that it becomes have in common. */
function authenticated(
  table: CreateTableBuilder<string, string>,
): CreateTableBuilder<string, string> {
  return table
    .addColumn('client_id', 'text', (column) => column.notNull())
    .addColumn('face', 'text', (column) => column.notNull())
    .addColumn('user_id', 'bigint', (column) => column.notNull())
    .addColumn('browser_session_id', 'text', (column) => column.notNull())
    .addColumn('auth_time', 'bigint', (column) => column.notNull())
    .addColumn('amr', 'text', (column) => column.notNull())
    .addColumn('acr', 'text')
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('claims', 'text')
    .addColumn('nonce', 'text')
}

function ownedTable(
  { schema }: Pick<Kysely<Schema>, 'schema'>,
  table: keyof Schema,
): CreateTableBuilder<string, string> {
  return schema
    .createTable(table)
    .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
}

function index(
  { schema }: Kysely<Schema>,
  table: keyof Schema,
  columns: readonly string[],
): CompiledQuery {
  const name = `${table}_${columns.filter((column) => column !== 'account_id').join('_')}`
  return schema
    .createIndex(name)
    .on(table)
    .columns([...columns])
    .compile()
}
