import { sql } from 'kysely'
import type { ConsumerVisit, StoredConsumer } from '#domain/consumers/consumer.ts'
import type { ConsumerWriter } from '../port.ts'
import type { ConsumerRow } from '../schema.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'

/** Small enough to cost nothing, large enough that drops outrun additions. */
const dropsPerVisit = 4

/** For so long a logout of somebody who was never here is remembered: their id_token may come late. */
const logoutOfStrangerMs = 31 * 86_400_000

type RowKey = { readonly account_id: string; readonly id: string }

const findRow = hotQuery<ConsumerRow, RowKey>((query, value) =>
  query
    .selectFrom('consumers')
    .selectAll()
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id),
)

type Visit = RowKey & {
  readonly kind: string
  readonly at: number
  readonly vouched_at: number
  readonly profile_hash: string | null
  readonly sealed_profile: string | null
  readonly expires_at: number | null
}

const updateRow = hotQuery<ConsumerRow, Visit>((query, value) => {
  // Postgres wants to be told the type of a value that stands alone in a comparison.
  const vouchedAt = sql<number>`cast(${value.vouched_at} as bigint)`
  const isNewer = sql<boolean>`vouched_at <= ${vouchedAt} and ${vouchedAt} > 0`
  return query
    .updateTable('consumers')
    .set({
      last_seen_at: sql`case when last_seen_at < ${value.at} then ${value.at} else last_seen_at end`,
      vouched_at: sql`case when ${isNewer} then ${vouchedAt} else vouched_at end`,
      profile_hash: sql`case when ${isNewer} then ${value.profile_hash} else profile_hash end`,
      sealed_profile: sql`case when ${isNewer} then ${value.sealed_profile} else sealed_profile end`,
      expires_at: value.expires_at,
    })
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id)
    .returningAll()
})

const insertRow = hotQuery<ConsumerRow, Visit>((query, value) =>
  query
    .insertInto('consumers')
    .values({
      account_id: value.account_id,
      id: value.id,
      kind: value.kind,
      created_at: value.at,
      last_seen_at: value.at,
      vouched_at: value.vouched_at,
      profile_hash: value.profile_hash,
      sealed_profile: value.sealed_profile,
      sealed_attributes: null,
      logged_out_at: null,
      expires_at: value.expires_at,
    })
    .onConflict((conflict) => conflict.columns(['account_id', 'id']).doNothing())
    .returningAll(),
)

const expiredRows = hotQuery<RowKey, { readonly now: number }>((query, value, database) =>
  query
    .selectFrom('consumers')
    .select(['account_id', 'id'])
    .where('expires_at', '<', value.now)
    .limit(dropsPerVisit)
    .$call((rows) => freeRows(database, rows)),
)

const removeRow = hotQuery<{ readonly id: string }, RowKey>((query, value) =>
  query
    .deleteFrom('consumers')
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id)
    .returning('id'),
)

export function createConsumerStore(database: Transaction): ConsumerWriter {
  const { query } = database
  return {
    async find(accountId, id) {
      const [row] = await findRow(database, { account_id: accountId, id })
      return row && parseConsumer(row)
    },

    async list(accountId, { limit, before }) {
      const all = query.selectFrom('consumers').selectAll().where('account_id', '=', accountId)
      const rows = await (before === undefined
        ? all
        : all.where(({ eb, or, and }) =>
            or([
              eb('last_seen_at', '<', before.lastSeenAt),
              and([eb('last_seen_at', '=', before.lastSeenAt), eb('id', '<', before.id)]),
            ]),
          )
      )
        .orderBy('last_seen_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(parseConsumer)
    },

    async visit(accountId, visit) {
      const values = valuesOf(accountId, visit)
      const [known] = await updateRow(database, values)
      if (known !== undefined) return { created: false, consumer: parseConsumer(known) }
      for (const row of await expiredRows(database, { now: visit.at })) {
        await removeRow(database, row)
      }
      const [created] = await insertRow(database, values)
      if (created !== undefined) return { created: true, consumer: parseConsumer(created) }
      const [meanwhile] = await updateRow(database, values)
      if (meanwhile === undefined) throw new Error('A consumer is neither there nor not.')
      return { created: false, consumer: parseConsumer(meanwhile) }
    },

    async lock(accountId, id) {
      const row = await query
        .selectFrom('consumers')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .$if(database.kind === 'postgres', (rows) => rows.forUpdate())
        .executeTakeFirst()
      return row && parseConsumer(row)
    },

    async setAttributes(accountId, id, sealed) {
      const { numUpdatedRows } = await query
        .updateTable('consumers')
        .set({ sealed_attributes: sealed ?? null })
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async logOut(accountId, id, at) {
      await query
        .insertInto('consumers')
        .values({
          ...{ account_id: accountId, id, kind: 'brand', created_at: at, last_seen_at: at },
          ...{ vouched_at: 0, profile_hash: null, sealed_profile: null, sealed_attributes: null },
          ...{ logged_out_at: at, expires_at: at + logoutOfStrangerMs },
        })
        .onConflict((conflict) =>
          conflict.columns(['account_id', 'id']).doUpdateSet({
            logged_out_at: sql`case when consumers.logged_out_at > excluded.logged_out_at then consumers.logged_out_at else excluded.logged_out_at end`,
          }),
        )
        .execute()
    },

    async remove(accountId, id) {
      return (await removeRow(database, { account_id: accountId, id })).length > 0
    },
  }
}

function valuesOf(accountId: string, visit: ConsumerVisit): Visit {
  return {
    account_id: accountId,
    id: visit.id,
    kind: visit.kind,
    at: visit.at,
    vouched_at: visit.vouchedAt,
    profile_hash: visit.profileHash ?? null,
    sealed_profile: visit.sealedProfile ?? null,
    expires_at: visit.expiresAt ?? null,
  }
}

function parseConsumer(row: ConsumerRow): StoredConsumer {
  return {
    id: row.id,
    kind: row.kind === 'brand' || row.kind === 'ext' ? row.kind : 'anon',
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    vouchedAt: row.vouched_at,
    profileHash: row.profile_hash ?? undefined,
    sealedProfile: row.sealed_profile ?? undefined,
    sealedAttributes: row.sealed_attributes ?? undefined,
    loggedOutAt: row.logged_out_at ?? undefined,
    expiresAt: row.expires_at ?? undefined,
  }
}
