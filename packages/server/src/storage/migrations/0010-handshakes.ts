import type { CompiledQuery, Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** How connectors are used, and the handshakes that were refused. */
export const handshakes: Migration = {
  name: '0010-handshakes',
  statements: (build) => [...refusalTable(build), ...useTable(build)],
}

function refusalTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('refused_handshakes')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('connector_id', 'bigint', (column) => column.notNull())
      .addColumn('proven', 'integer', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('refused_handshakes_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('refused_handshakes_at')
      .on('refused_handshakes')
      .columns(['account_id', 'at'])
      .compile(),
  ]
}

function useTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('connector_uses')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('connector_id', 'bigint', (column) => column.notNull())
      .addColumn('day', 'integer', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('connector_uses_key', [
        'account_id',
        'connector_id',
        'day',
        'kind',
        'name',
      ])
      .compile(),
    schema.createIndex('connector_uses_day').on('connector_uses').columns(['day']).compile(),
  ]
}
