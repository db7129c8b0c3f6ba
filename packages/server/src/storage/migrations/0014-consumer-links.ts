import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Which anonymous consumers turned out to be whom, what other services are told, and receipts of erasures. */
export const consumerLinks: Migration = {
  name: '0014-consumer-links',
  statements: (build) => [...linkTable(build), ...eventTable(build), ...erasureTable(build)],
}

function linkTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('consumer_links')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('from_id', 'text', (column) => column.notNull())
      .addColumn('to_id', 'text', (column) => column.notNull())
      .addColumn('linked_at', 'bigint', (column) => column.notNull())
      .addColumn('unlinked_at', 'bigint')
      .addColumn('sealed_provenance', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('consumer_links_key', ['account_id', 'id'])
      .compile(),
    // Of two that link one consumer at once, one does.
    schema
      .createIndex('consumer_links_live')
      .unique()
      .on('consumer_links')
      .columns(['account_id', 'from_id'])
      .where(sql.ref('unlinked_at'), 'is', sql.lit(null))
      .compile(),
    schema
      .createIndex('consumer_links_from')
      .on('consumer_links')
      .columns(['account_id', 'from_id', 'linked_at'])
      .compile(),
    schema
      .createIndex('consumer_links_to')
      .on('consumer_links')
      .columns(['account_id', 'to_id', 'linked_at'])
      .compile(),
  ]
}

function eventTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('consumer_events')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('sequence', 'bigint', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('consumer_id', 'text')
      .addColumn('to_id', 'text')
      .addColumn('session', 'text')
      .addPrimaryKeyConstraint('consumer_events_key', ['account_id', 'sequence'])
      .compile(),
    schema.createIndex('consumer_events_at').on('consumer_events').columns(['at']).compile(),
  ]
}

function erasureTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('consumer_erasures')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('receipt', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('consumer_erasures_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('consumer_erasures_of_account')
      .on('consumer_erasures')
      .columns(['account_id', 'at', 'id'])
      .compile(),
    schema.createIndex('consumer_erasures_at').on('consumer_erasures').columns(['at']).compile(),
  ]
}
