import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Consumers, and what ends their tokens before they expire. */
export const consumers: Migration = {
  name: '0009-consumers',
  statements: (build) => [...consumerTable(build), ...revocationTable(build)],
}

function consumerTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('consumers')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
      .addColumn('vouched_at', 'bigint', (column) => column.notNull())
      .addColumn('profile_hash', 'text')
      .addColumn('sealed_profile', 'text')
      .addColumn('sealed_attributes', 'text')
      .addColumn('logged_out_at', 'bigint')
      .addColumn('expires_at', 'bigint')
      .addPrimaryKeyConstraint('consumers_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('consumers_seen')
      .on('consumers')
      .columns(['account_id', 'last_seen_at', 'id'])
      .compile(),
    schema.createIndex('consumers_expiry').on('consumers').columns(['expires_at']).compile(),
  ]
}

function revocationTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('consumer_revocations')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('revoked_before', 'bigint', (column) => column.notNull())
      .addColumn('expires_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('consumer_revocations_key', ['account_id', 'subject'])
      .compile(),
    schema
      .createIndex('consumer_revocations_expiry')
      .on('consumer_revocations')
      .columns(['expires_at'])
      .compile(),
  ]
}
