import { sql } from 'kysely'
import type { ApplicationUseWriter } from '../port.ts'
import { freeRows, type Transaction } from './database.ts'

const dropsPerAddition = 8

/** Tokens that applications got in their own name, by hour. */
export function createApplicationUseStore(database: Transaction): ApplicationUseWriter {
  const { query } = database

  async function dropBefore(hour: number): Promise<void> {
    const old = await freeRows(
      database,
      query
        .selectFrom('application_uses')
        .select(['account_id', 'client_id', 'hour'])
        .where('hour', '<', hour)
        .limit(dropsPerAddition),
    ).execute()
    for (const row of old) {
      await query
        .deleteFrom('application_uses')
        .where('account_id', '=', row.account_id)
        .where('client_id', '=', row.client_id)
        .where('hour', '=', row.hour)
        .execute()
    }
  }

  return {
    async add(accountId, uses, dropHoursBefore) {
      for (const use of uses) {
        await query
          .insertInto('application_uses')
          .values({
            account_id: accountId,
            client_id: use.clientId,
            hour: use.hour,
            count: use.count,
            last_at: use.lastAt,
          })
          .onConflict((conflict) =>
            conflict.columns(['account_id', 'client_id', 'hour']).doUpdateSet({
              count: sql`application_uses.count + excluded.count`,
              last_at: sql`case when excluded.last_at >= application_uses.last_at then excluded.last_at else application_uses.last_at end`,
            }),
          )
          .execute()
      }
      await dropBefore(dropHoursBefore)
    },

    async lastUses(accountId) {
      const rows = await query
        .selectFrom('application_uses')
        .select((select) => ['client_id', select.fn.max('last_at').as('at')])
        .where('account_id', '=', accountId)
        .groupBy('client_id')
        .execute()
      return rows.map((row) => ({ clientId: row.client_id, at: row.at }))
    },

    async list(accountId, clientId, fromHour) {
      const rows = await query
        .selectFrom('application_uses')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('client_id', '=', clientId)
        .where('hour', '>=', fromHour)
        .orderBy('hour')
        .execute()
      return rows.map((row) => ({
        clientId: row.client_id,
        hour: row.hour,
        count: row.count,
        lastAt: row.last_at,
      }))
    },
  }
}
