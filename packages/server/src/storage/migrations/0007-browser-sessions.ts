import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Who is logged in on the hosted pages, and what users allowed applications to do. */
export const browserSessions: Migration = {
  name: '0007-browser-sessions',
  statements: (build) => [...sessionTable(build), ...consentTable(build)],
}

function sessionTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('browser_sessions')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('token_hash', 'text', (column) => column.notNull())
      .addColumn('user_id', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('auth_time', 'bigint', (column) => column.notNull())
      .addColumn('amr', 'text', (column) => column.notNull())
      .addColumn('acr', 'text')
      .addColumn('last_used_at', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addColumn('extended', 'integer', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('user_agent', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('browser_sessions_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('browser_sessions_token_hash')
      .unique()
      .on('browser_sessions')
      .columns(['account_id', 'token_hash'])
      .compile(),
    schema
      .createIndex('browser_sessions_user_id')
      .on('browser_sessions')
      .columns(['account_id', 'user_id', 'created_at'])
      .compile(),
    schema
      .createIndex('browser_sessions_expires_at')
      .on('browser_sessions')
      .columns(['expires_at'])
      .compile(),
  ]
}

function consentTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('consents')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('user_id', 'bigint', (column) => column.notNull())
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('scopes', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('consents_key', ['account_id', 'user_id', 'client_id'])
      .compile(),
    schema
      .createIndex('consents_client_id')
      .on('consents')
      .columns(['account_id', 'client_id'])
      .compile(),
  ]
}
