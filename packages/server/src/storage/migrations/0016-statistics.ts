import type { Migration } from './migration.ts'

/** How often what happened in an account, by hour and day. */
export const statistics: Migration = {
  name: '0016-statistics',
  statements: ({ schema }) => [
    schema
      .createTable('statistics')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('period', 'text', (column) => column.notNull())
      .addColumn('dimension', 'text', (column) => column.notNull())
      .addColumn('start', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('count', 'bigint', (column) => column.notNull())
      .addColumn('refused', 'bigint', (column) => column.notNull())
      .addColumn('failed', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('statistics_key', [
        'account_id',
        'period',
        'dimension',
        'start',
        'name',
      ])
      .compile(),
    schema.createIndex('statistics_start').on('statistics').columns(['period', 'start']).compile(),
  ],
}
