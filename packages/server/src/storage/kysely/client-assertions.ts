import type { ClientAssertionWriter } from '../port.ts'
import type { ClientAssertionRow } from '../schema.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'

const dropsPerInsert = 4

type RowKey = { readonly account_id: string; readonly assertion_hash: string }

const insertRow = hotQuery<RowKey, ClientAssertionRow>((query, value) =>
  query
    .insertInto('client_assertions')
    .values({
      account_id: value.account_id,
      assertion_hash: value.assertion_hash,
      expires_at: value.expires_at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['account_id', 'assertion_hash']),
)

const expiredRows = hotQuery<RowKey, { readonly now: number }>((query, value, database) =>
  query
    .selectFrom('client_assertions')
    .select(['account_id', 'assertion_hash'])
    .where('expires_at', '<', value.now)
    .limit(dropsPerInsert)
    .$call((rows) => freeRows(database, rows)),
)

const removeRow = hotQuery<object, RowKey>((query, value) =>
  query
    .deleteFrom('client_assertions')
    .where('account_id', '=', value.account_id)
    .where('assertion_hash', '=', value.assertion_hash),
)

const findRow = hotQuery<RowKey, RowKey>((query, value) =>
  query
    .selectFrom('client_assertions')
    .select(['account_id', 'assertion_hash'])
    .where('account_id', '=', value.account_id)
    .where('assertion_hash', '=', value.assertion_hash),
)

export function createClientAssertionStore(database: Transaction): ClientAssertionWriter {
  return {
    async isClaimed(accountId, hash) {
      return (await findRow(database, { account_id: accountId, assertion_hash: hash })).length > 0
    },

    async claim(accountId, { hash, expiresAt, now }) {
      const row = { account_id: accountId, assertion_hash: hash, expires_at: expiresAt }
      const claimed = (await insertRow(database, row)).length > 0
      for (const expired of await expiredRows(database, { now })) await removeRow(database, expired)
      return claimed
    },
  }
}
