import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Campaigns, and the engagements in them (contract 3 section 11). */
export const campaigns: Migration = {
  name: '0015-campaigns',
  statements: (build) => [...campaignTable(build), ...engagementTable(build)],
}

function campaignTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('campaigns')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'bigint', (column) => column.notNull())
      .addColumn('name_key', 'text', (column) => column.notNull())
      .addColumn('deleted', 'integer', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('campaigns_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('campaigns_name')
      .unique()
      .on('campaigns')
      .columns(['account_id', 'name_key'])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile(),
  ]
}

function engagementTable({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  const indexOf = (name: string, column: 'connector_id' | 'skill_id') =>
    schema
      .createIndex(name)
      .on('engagements')
      .columns(['account_id', column])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile()
  return [
    schema
      .createTable('engagements')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'bigint', (column) => column.notNull())
      .addColumn('campaign_id', 'bigint', (column) => column.notNull())
      .addColumn('name_key', 'text', (column) => column.notNull())
      .addColumn('deleted', 'integer', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('connector_id', 'bigint')
      .addColumn('skill_id', 'bigint')
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('carried', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('engagements_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('engagements_name')
      .unique()
      .on('engagements')
      .columns(['account_id', 'campaign_id', 'name_key'])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile(),
    indexOf('engagements_connector', 'connector_id'),
    indexOf('engagements_skill', 'skill_id'),
  ]
}
