import type { ConsumerLink, ConsumerLinkWriter } from '../port.ts'
import type { ConsumerLinkRow } from '../schema.ts'
import type { Transaction } from './database.ts'

/** Which anonymous consumer turned out to be whom. */
export function createConsumerLinkStore({ query }: Transaction): ConsumerLinkWriter {
  return {
    async list(accountId, consumerId, limit) {
      const rows = await query
        .selectFrom('consumer_links')
        .selectAll()
        .where('account_id', '=', accountId)
        .where(({ eb, or }) => or([eb('from_id', '=', consumerId), eb('to_id', '=', consumerId)]))
        .orderBy('linked_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(parseLink)
    },

    async insert(accountId, link) {
      const row = await query
        .insertInto('consumer_links')
        .values({
          account_id: accountId,
          id: link.id,
          from_id: link.fromId,
          to_id: link.toId,
          linked_at: link.linkedAt,
          unlinked_at: link.unlinkedAt ?? null,
          sealed_provenance: link.sealedProvenance,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      return row === undefined ? 'linked_already' : 'inserted'
    },

    async end(accountId, id, at) {
      const { numUpdatedRows } = await query
        .updateTable('consumer_links')
        .set({ unlinked_at: at })
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .where('unlinked_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async removeOf(accountId, consumerId) {
      const { numDeletedRows } = await query
        .deleteFrom('consumer_links')
        .where('account_id', '=', accountId)
        .where(({ eb, or }) => or([eb('from_id', '=', consumerId), eb('to_id', '=', consumerId)]))
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

function parseLink(row: ConsumerLinkRow): ConsumerLink {
  return {
    id: row.id,
    fromId: row.from_id,
    toId: row.to_id,
    linkedAt: row.linked_at,
    unlinkedAt: row.unlinked_at ?? undefined,
    sealedProvenance: row.sealed_provenance,
  }
}
