import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Installed applications, global ones that accounts may install, and tokens issued by hour. */
export const applications: Migration = {
  name: '0004-applications',
  statements: (build) => [...installationTable(build), ...globalTable(build), ...useTable(build)],
}

function installationTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('applications')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('name_key', 'text', (column) => column.notNull())
      .addColumn('deleted', 'integer', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('secret_hash', 'text')
      .addColumn('sealed_secret', 'text')
      .addColumn('previous_secret_hash', 'text')
      .addColumn('previous_sealed_secret', 'text')
      .addColumn('previous_until', 'bigint')
      .addPrimaryKeyConstraint('applications_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('applications_name')
      .unique()
      .on('applications')
      .columns(['account_id', 'name_key'])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile(),
    schema
      .createIndex('applications_revision')
      .on('applications')
      .columns(['account_id', 'revision'])
      .compile(),
  ]
}

/** Of the whole instance: it belongs to no account. */
function globalTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('global_applications')
      .addColumn('id', 'text', (column) => column.notNull().primaryKey())
      .addColumn('name_key', 'text', (column) => column.notNull())
      .addColumn('withdrawn', 'integer', (column) => column.notNull())
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .compile(),
    schema
      .createIndex('global_applications_name')
      .unique()
      .on('global_applications')
      .columns(['name_key'])
      .where(sql.ref('withdrawn'), '=', sql.lit(0))
      .compile(),
  ]
}

function useTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('application_uses')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('client_id', 'text', (column) => column.notNull())
      .addColumn('hour', 'integer', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addColumn('last_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('application_uses_key', ['account_id', 'client_id', 'hour'])
      .compile(),
    schema.createIndex('application_uses_hour').on('application_uses').columns(['hour']).compile(),
  ]
}
