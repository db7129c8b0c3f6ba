import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { RefusedRequest } from '#domain/api-keys/refused-request.ts'
import type { RefusedRequestWriter } from '../port.ts'
import type { Transaction } from './database.ts'

/** The newest of an account, for as long as somebody may ask why. */
export function createRefusedRequestStore({ query }: Transaction): RefusedRequestWriter {
  const of = (accountId: AccountId) =>
    query.selectFrom('refused_requests').where('account_id', '=', accountId)

  return {
    async find(accountId, id, since) {
      const row = await of(accountId)
        .selectAll()
        .where('id', '=', id)
        .where('at', '>=', since)
        .executeTakeFirst()
      return row && (JSON.parse(row.data) as RefusedRequest)
    },

    async list(accountId, since) {
      const rows = await of(accountId)
        .selectAll()
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map((row) => JSON.parse(row.data) as RefusedRequest)
    },

    async add(accountId, requests, { keep, since }) {
      for (const request of requests) {
        await query
          .insertInto('refused_requests')
          .values({
            account_id: accountId,
            id: request.id,
            at: request.at,
            key_id: request.keyId,
            data: JSON.stringify(request),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      const beyond = await of(accountId)
        .select('id')
        .orderBy('at', 'desc')
        .orderBy('id')
        .limit(500)
        .offset(keep)
        .execute()
      if (beyond.length > 0) {
        const ids = beyond.map((row) => row.id)
        await query
          .deleteFrom('refused_requests')
          .where('account_id', '=', accountId)
          .where('id', 'in', ids)
          .execute()
      }
      await query
        .deleteFrom('refused_requests')
        .where('account_id', '=', accountId)
        .where('at', '<', since)
        .execute()
    },
  }
}
