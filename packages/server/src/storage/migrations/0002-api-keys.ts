import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** API keys, how they are used, signed requests that were refused, and nonces (PostgreSQL). */
export const apiKeys: Migration = {
  name: '0002-api-keys',
  statements: (build) => [...keyTables(build), ...refusalTables(build), ...nonceTables(build)],
}

function keyTables({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('api_keys')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('deleted', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('sealed_secrets', 'text', (column) => column.notNull())
      .addColumn('previous_sealed_secrets', 'text')
      .addColumn('previous_until', 'bigint')
      .addPrimaryKeyConstraint('api_keys_key', ['account_id', 'id'])
      .compile(),
    schema
      .createTable('api_key_uses')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('day', 'integer', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addColumn('last_address', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('api_key_uses_key', ['account_id', 'key_id', 'day', 'kind', 'name'])
      .compile(),
    schema.createIndex('api_key_uses_day').on('api_key_uses').columns(['day']).compile(),
  ]
}

function refusalTables({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('refused_requests')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('refused_requests_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('refused_requests_at')
      .on('refused_requests')
      .columns(['account_id', 'at'])
      .compile(),
  ]
}

/** Of the whole instance: a hash tells nothing of its account, and lives ten minutes. */
function nonceTables({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('nonces')
      .addColumn('timestamp', 'bigint', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('nonces_key', ['timestamp', 'hash'])
      .compile(),
  ]
}
