import type { Migration } from './migration.ts'

/** The pictures that accounts show on the hosted pages: apart, because an account is read at every call. */
export const accountLogos: Migration = {
  name: '0012-account-logos',
  statements: ({ schema }) => [
    schema
      .createTable('account_logos')
      .addColumn('account_id', 'text', (column) =>
        column.primaryKey().notNull().references('accounts.id'),
      )
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('base64', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .compile(),
  ],
}
