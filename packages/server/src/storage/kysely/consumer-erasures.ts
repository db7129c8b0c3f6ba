import type { ConsumerErasureWriter } from '../port.ts'
import { freeRows, type Transaction } from './database.ts'

const dropsPerErasure = 4
const columns = ['id', 'at', 'receipt'] as const

/** Receipts of erasures: what they say of a person is a pseudonym. */
export function createConsumerErasureStore(database: Transaction): ConsumerErasureWriter {
  const { query } = database
  return {
    async find(accountId, id) {
      const row = await query
        .selectFrom('consumer_erasures')
        .select(columns)
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return row && { ...row }
    },

    async list(accountId, { limit, before }) {
      const all = query
        .selectFrom('consumer_erasures')
        .select(columns)
        .where('account_id', '=', accountId)
      const rows = await (before === undefined
        ? all
        : all.where(({ eb, or, and }) =>
            or([
              eb('at', '<', before.at),
              and([eb('at', '=', before.at), eb('id', '<', before.id)]),
            ]),
          )
      )
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({ ...row }))
    },

    async insert(accountId, erasure, dropBefore) {
      await query
        .insertInto('consumer_erasures')
        .values({ account_id: accountId, ...erasure })
        .execute()
      const old = query
        .selectFrom('consumer_erasures')
        .select(['account_id', 'id'])
        .where('at', '<', dropBefore)
        .limit(dropsPerErasure)
        .$call((rows) => freeRows(database, rows))
      await query
        .deleteFrom('consumer_erasures')
        .where(({ eb, refTuple }) =>
          eb(refTuple('account_id', 'id'), 'in', old.$asTuple('account_id', 'id')),
        )
        .execute()
    },
  }
}
