import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { RefusedHandshake } from '#domain/consumers/refused-handshake.ts'
import type { RefusedHandshakeWriter } from '../port.ts'
import type { Transaction } from './database.ts'

/** The newest of an account, for as long as somebody may ask why. */
export function createRefusedHandshakeStore({ query }: Transaction): RefusedHandshakeWriter {
  const of = (accountId: AccountId) =>
    query.selectFrom('refused_handshakes').where('account_id', '=', accountId)

  async function countOf(accountId: AccountId, proven: 0 | 1): Promise<number> {
    const { count } = await of(accountId)
      .where('proven', '=', proven)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(count)
  }

  /** Keeps the newest of those that are proven, or of those that are not. */
  async function keepNewest(accountId: AccountId, proven: 0 | 1, keep: number): Promise<void> {
    const beyond = of(accountId)
      .where('proven', '=', proven)
      .select('id')
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(1000)
      .offset(keep)
    await query
      .deleteFrom('refused_handshakes')
      .where('account_id', '=', accountId)
      .where('id', 'in', beyond)
      .execute()
  }

  return {
    async find(accountId, id, since) {
      const row = await of(accountId)
        .selectAll()
        .where('id', '=', id)
        .where('at', '>=', since)
        .executeTakeFirst()
      return row && (JSON.parse(row.data) as RefusedHandshake)
    },

    async list(accountId, { since, connectorId }) {
      const all = of(accountId).selectAll().where('at', '>=', since)
      const rows = await (connectorId === undefined
        ? all
        : all.where('connector_id', '=', connectorId)
      )
        .orderBy('at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map((row) => JSON.parse(row.data) as RefusedHandshake)
    },

    async add(accountId, handshakes, { keep, since }) {
      for (const handshake of handshakes) {
        await query
          .insertInto('refused_handshakes')
          .values({
            account_id: accountId,
            id: handshake.id,
            at: handshake.at,
            connector_id: handshake.connectorId ?? 0,
            proven: handshake.proven ? 1 : 0,
            data: JSON.stringify(handshake),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      await query
        .deleteFrom('refused_handshakes')
        .where('account_id', '=', accountId)
        .where('at', '<', since)
        .execute()
      const proven = await countOf(accountId, 1)
      const others = await countOf(accountId, 0)
      if (proven + others <= keep) return
      const keptProven = Math.min(proven, Math.max(Math.ceil(keep / 2), keep - others))
      await keepNewest(accountId, 1, keptProven)
      await keepNewest(accountId, 0, keep - keptProven)
    },

    async remove(accountId, ids) {
      if (ids.length === 0) return 0
      const { numDeletedRows } = await query
        .deleteFrom('refused_handshakes')
        .where('account_id', '=', accountId)
        .where('id', 'in', ids)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}
