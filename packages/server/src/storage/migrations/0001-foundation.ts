import { type CompiledQuery, type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { ConfigTable, Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Accounts, users and what they refer to, sessions, audit. */
export const foundation: Migration = {
  name: '0001-foundation',
  statements: (build) => [
    ...instanceTables(build),
    ...accountTables(build),
    ...configTables(build),
    ...loginTables(build),
    ...auditTables(build),
  ],
}

function instanceTables({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('instance')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .compile(),
    schema
      .createTable('operator_tokens')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('label', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint')
      .compile(),
    schema
      .createTable('directory_hosts')
      .addColumn('scope', 'text', (column) => column.notNull())
      .addColumn('scope_id', 'text', (column) => column.notNull())
      .addColumn('service', 'text', (column) => column.notNull())
      .addColumn('host', 'text')
      .addColumn('hidden', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('directory_hosts_key', ['scope', 'scope_id', 'service'])
      .compile(),
  ]
}

function accountTables({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('accounts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('zone', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('settings', 'text', (column) => column.notNull())
      .addColumn('settings_revision', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('next_object_id', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('suspended_at', 'bigint')
      .compile(),
    schema
      .createTable('erased_accounts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('erased_at', 'bigint', (column) => column.notNull())
      .compile(),
    ownedTable({ schema }, 'account_keys')
      .addColumn('sealed_key', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('account_keys_key', ['account_id'])
      .compile(),
  ]
}

function configTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  const tables: readonly ConfigTable[] = ['users', 'profiles', 'skills', 'agent_groups', 'lobs']
  return [
    ...tables.flatMap((table) => configTable(build, table)),
    build.schema
      .createIndex('users_full_name')
      .unique()
      .on('users')
      .columns(['account_id', 'full_name_key'])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile(),
    ownedTable(build, 'user_links')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('target_id', 'bigint', (column) => column.notNull())
      .addColumn('user_id', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('user_links_key', ['account_id', 'kind', 'target_id', 'user_id'])
      .compile(),
    build.schema
      .createIndex('user_links_user')
      .on('user_links')
      .columns(['account_id', 'user_id'])
      .compile(),
  ]
}

/** A deleted object stays, and its name is free again: hence the partial unique index. */
function configTable(build: Kysely<Schema>, table: ConfigTable): readonly CompiledQuery[] {
  const columns = ownedTable(build, table)
    .addColumn('id', 'bigint', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.notNull())
    .addColumn('deleted', 'integer', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, ['account_id', 'id'])
  return [
    (table === 'users' ? columns.addColumn('full_name_key', 'text') : columns).compile(),
    build.schema
      .createIndex(`${table}_name`)
      .unique()
      .on(table)
      .columns(['account_id', 'name_key'])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile(),
  ]
}

function loginTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    ownedTable(build, 'user_credentials')
      .addColumn('user_id', 'bigint', (column) => column.notNull())
      .addColumn('password_hash', 'text', (column) => column.notNull())
      .addColumn('changed_at', 'bigint', (column) => column.notNull())
      .addColumn('must_change', 'integer', (column) => column.notNull())
      .addColumn('history', 'text', (column) => column.notNull())
      .addColumn('last_login_at', 'bigint')
      .addPrimaryKeyConstraint('user_credentials_key', ['account_id', 'user_id'])
      .compile(),
    ownedTable(build, 'login_counters')
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('key_hash', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addColumn('window_started_at', 'bigint', (column) => column.notNull())
      .addColumn('locked_until', 'bigint')
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('login_counters_key', ['account_id', 'kind', 'key_hash'])
      .compile(),
    index(build, 'login_counters', ['expires_at']),
    ownedTable(build, 'sessions')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'bigint', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull().unique())
      .addColumn('cookie_hash', 'text', (column) => column.notNull())
      .addColumn('csrf_hash', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('last_used_at', 'bigint', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('user_agent', 'text', (column) => column.notNull())
      .addColumn('method', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('sessions_key', ['account_id', 'id'])
      .compile(),
    index(build, 'sessions', ['account_id', 'cookie_hash']),
    index(build, 'sessions', ['account_id', 'user_id', 'created_at']),
    index(build, 'sessions', ['expires_at']),
  ]
}

function auditTables(build: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    ownedTable(build, 'audit_events')
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('object_type', 'text', (column) => column.notNull())
      .addColumn('actor_login_name', 'text', (column) => column.notNull())
      .addColumn('automatic', 'integer', (column) => column.notNull())
      .addColumn('lpa', 'integer', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_events_key', ['account_id', 'sequence'])
      .compile(),
    // It holds what every search asks for: how many match is counted without reading the events.
    index(build, 'audit_events', ['account_id', 'at', 'sequence', 'automatic', 'lpa']),
    ownedTable(build, 'audit_heads')
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('first_sequence', 'bigint', (column) => column.notNull())
      .addColumn('first_previous_hash', 'text', (column) => column.notNull())
      .addColumn('seal', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('audit_heads_key', ['account_id'])
      .compile(),
  ]
}

/** A table of things that belong to an account: `account_id` is the first column of it, and of its key. */
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
