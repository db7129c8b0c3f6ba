import { sql } from 'kysely'
import type { ApiKeyUseWriter } from '../port.ts'
import type { Transaction } from './database.ts'

const dropsPerAddition = 4

/** Counts by key, day and API (or reason of refusal). */
export function createApiKeyUseStore({ query }: Transaction): ApiKeyUseWriter {
  async function dropBefore(day: number): Promise<void> {
    const old = await query
      .selectFrom('api_key_uses')
      .select(['account_id', 'key_id', 'day', 'kind', 'name'])
      .where('day', '<', day)
      .limit(dropsPerAddition)
      .execute()
    for (const row of old) {
      await query
        .deleteFrom('api_key_uses')
        .where('account_id', '=', row.account_id)
        .where('key_id', '=', row.key_id)
        .where('day', '=', row.day)
        .where('kind', '=', row.kind)
        .where('name', '=', row.name)
        .execute()
    }
  }

  return {
    async add(accountId, uses, dropDaysBefore) {
      for (const use of uses) {
        await query
          .insertInto('api_key_uses')
          .values({
            account_id: accountId,
            key_id: use.keyId,
            day: use.day,
            kind: use.kind,
            name: use.name,
            count: use.count,
            last_at: use.lastAt,
            last_address: use.lastAddress,
          })
          .onConflict((conflict) =>
            conflict.columns(['account_id', 'key_id', 'day', 'kind', 'name']).doUpdateSet({
              count: sql`api_key_uses.count + excluded.count`,
              last_address: sql`case when excluded.last_at >= api_key_uses.last_at then excluded.last_address else api_key_uses.last_address end`,
              last_at: sql`case when excluded.last_at >= api_key_uses.last_at then excluded.last_at else api_key_uses.last_at end`,
            }),
          )
          .execute()
      }
      await dropBefore(dropDaysBefore)
    },

    async list(accountId, { fromDay, keyId }) {
      const uses = query
        .selectFrom('api_key_uses')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('day', '>=', fromDay)
      const rows = await (keyId === undefined ? uses : uses.where('key_id', '=', keyId))
        .orderBy('day')
        .orderBy('key_id')
        .orderBy('kind')
        .orderBy('name')
        .execute()
      return rows.map((row) => ({
        keyId: row.key_id,
        day: row.day,
        kind: row.kind === 'refusal' ? 'refusal' : 'use',
        name: row.name,
        count: row.count,
        lastAt: row.last_at,
        lastAddress: row.last_address,
      }))
    },

    async lastUses(accountId) {
      const uses = query
        .selectFrom('api_key_uses')
        .where('account_id', '=', accountId)
        .where('kind', '=', 'use')
      const newest = uses
        .select((select) => ['key_id as newest_key', select.fn.max('last_at').as('newest_at')])
        .groupBy('key_id')
        .as('newest')
      const rows = await uses
        .innerJoin(newest, (join) =>
          join.onRef('newest_key', '=', 'key_id').onRef('newest_at', '=', 'last_at'),
        )
        .select(['key_id', 'last_at', 'last_address'])
        .execute()
      // Two APIs may have been called in one millisecond: either is the last.
      const byKey = new Map(rows.map((row) => [row.key_id, row]))
      return [...byKey.values()].map((row) => ({
        keyId: row.key_id,
        at: row.last_at,
        address: row.last_address,
      }))
    },
  }
}
