import { type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import type { Migration } from './migration.ts'

/**
 * Connectors, and the one for anonymous consumers in every account that there is (contract, our decisions). Its id
 * and its revision are taken from the counters of its account, as if it had been added there.
 */
export const connectors: Migration = {
  name: '0008-connectors',
  statements: (build) => [...table(build), ...anonymousConnectors(build)],
}

function table({ schema }: Kysely<Schema>): readonly CompiledQuery[] {
  return [
    schema
      .createTable('connectors')
      .addColumn('account_id', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('id', 'bigint', (column) => column.notNull())
      .addColumn('name_key', 'text', (column) => column.notNull())
      .addColumn('deleted', 'integer', (column) => column.notNull())
      .addColumn('revision', 'bigint', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addColumn('data', 'text', (column) => column.notNull())
      .addColumn('sealed_secret', 'text')
      .addPrimaryKeyConstraint('connectors_key', ['account_id', 'id'])
      .compile(),
    schema
      .createIndex('connectors_name')
      .unique()
      .on('connectors')
      .columns(['account_id', 'name_key'])
      .where(sql.ref('deleted'), '=', sql.lit(0))
      .compile(),
  ]
}

function anonymousConnectors(build: Kysely<Schema>): readonly CompiledQuery[] {
  const columns = [
    ...(['account_id', 'id', 'name_key', 'deleted', 'revision'] as const),
    ...(['created_at', 'updated_at', 'data', 'sealed_secret'] as const),
  ]
  return [
    build
      .insertInto('connectors')
      .columns(columns)
      .expression((from) =>
        from
          .selectFrom('accounts')
          .select([
            'accounts.id as account_id',
            'next_object_id as id',
            sql.lit('anonymous consumers').as('name_key'),
            sql.lit(0).as('deleted'),
            sql<number>`revision + 1`.as('revision'),
            'created_at',
            'created_at as updated_at',
            sql.lit(data).as('data'),
            sql<null>`null`.as('sealed_secret'),
          ]),
      )
      .compile(),
    build
      .updateTable('accounts')
      .set({
        next_object_id: sql<number>`next_object_id + 1`,
        revision: sql<number>`revision + 1`,
      })
      .compile(),
  ]
}

/** As a new account's is made, at the time of this migration. */
const data = JSON.stringify({
  name: 'Anonymous consumers',
  type: 0,
  configuration: {
    preferred: false,
    jwtValidationType: 'PUBLIC_JWT_KEY',
    jsMethodName: 'lpTag.taglets.unAuthMessaging.lpUnauthFunction',
    jsContext: 'window',
    pkceEnabled: false,
    rfcCompliance: true,
    scopes: [],
    authorizeParameters: {},
    redirectUris: [],
    tokenEndpointAuthMethod: 'none',
    tokenRequestFormat: 'form',
    delegationEnabled: false,
    sharesIdentity: false,
    claimMapping: {},
    algorithms: ['RS256'],
    clockToleranceSeconds: 60,
    audience: [],
    allowMissingAudience: false,
    encryptionRequired: false,
    textTimes: false,
    unknownSdes: 'refuse',
  },
})
