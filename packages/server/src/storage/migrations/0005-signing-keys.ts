import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/** Signing keys of accounts, and those of the instance, which sign for every zone. */
export const signingKeys: Migration = {
  name: '0005-signing-keys',
  statements: (build) => [
    ...keyTable(build, 'signing_keys', ['account_id']),
    ...keyTable(build, 'instance_signing_keys', []),
  ],
}

function keyTable(
  { schema }: Kysely<Schema>,
  table: 'signing_keys' | 'instance_signing_keys',
  owner: readonly 'account_id'[],
): readonly CompiledQuery[] {
  const empty = schema.createTable(table)
  const owned =
    owner.length === 0
      ? empty
      : empty.addColumn('account_id', 'text', (column) =>
          column.notNull().references('accounts.id'),
        )
  return [
    owned
      .addColumn('kid', 'text', (column) => column.notNull())
      .addColumn('purpose', 'text', (column) => column.notNull())
      .addColumn('algorithm', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('signs_from', 'bigint', (column) => column.notNull())
      .addColumn('signs_until', 'bigint')
      .addColumn('needed_until', 'bigint', (column) => column.notNull())
      .addColumn('public_jwk', 'text', (column) => column.notNull())
      .addColumn('sealed_private_key', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, [...owner, 'kid'])
      .compile(),
    // Of two processes that make a successor, or a first key, at once, one gets in.
    schema
      .createIndex(`${table}_last`)
      .unique()
      .on(table)
      .columns([...owner, 'purpose', 'algorithm'])
      .where(sql.ref('signs_until'), 'is', null)
      .compile(),
    schema.createIndex(`${table}_due`).on(table).columns(['signs_until', 'signs_from']).compile(),
  ]
}
