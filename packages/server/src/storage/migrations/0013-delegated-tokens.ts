import type { Migration } from './migration.ts'

/** Tokens that brands gave for their consumers. */
export const delegatedTokens: Migration = {
  name: '0013-delegated-tokens',
  statements: ({ schema }) => [
    schema
      .createTable('delegated_tokens')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('consumer_id', 'text', (column) => column.notNull())
      .addColumn('conversation_id', 'text', (column) => column.notNull())
      .addColumn('connector_id', 'bigint', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('access_expires_at', 'bigint')
      .addColumn('kept_until', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('renewed_until', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('delegated_tokens_key', [
        'account_id',
        'consumer_id',
        'conversation_id',
      ])
      .compile(),
    schema
      .createIndex('delegated_tokens_end')
      .on('delegated_tokens')
      .columns(['kept_until'])
      .compile(),
  ],
}
