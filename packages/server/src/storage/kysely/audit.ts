import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditFilter, AuditWriter } from '../port.ts'
import { eventRow, headColumns, parseEvent, parseHead } from './audit-rows.ts'
import type { Transaction } from './database.ts'
import { inSlices } from './sql-errors.ts'

export function createAuditStore({ query }: Transaction): AuditWriter {
  function matching(accountId: AccountId, filter: AuditFilter) {
    let events = query.selectFrom('audit_events').where('account_id', '=', accountId)
    if (filter.from !== undefined) events = events.where('at', '>=', filter.from)
    if (filter.to !== undefined) events = events.where('at', '<', filter.to)
    if (filter.objectTypes !== undefined) {
      events = events.where('object_type', 'in', [...filter.objectTypes])
    }
    if (filter.actorLoginNames !== undefined) {
      events = events.where('actor_login_name', 'in', [...filter.actorLoginNames])
    }
    if (!filter.includeAutomatic) events = events.where('automatic', '=', 0)
    if (!filter.includeLpa) events = events.where('lpa', '=', 0)
    if (filter.belowSequence !== undefined) {
      events = events.where('sequence', '<', filter.belowSequence)
    }
    return events
  }

  const headRow = (accountId: AccountId) =>
    query
      .selectFrom('audit_heads')
      .selectAll()
      .where('account_id', '=', accountId)
      .executeTakeFirst()

  return {
    async query(accountId, filter, page) {
      let events = matching(accountId, filter).selectAll()
      for (const { by, descending } of page.order) {
        events = events.orderBy(by, descending ? 'desc' : 'asc')
      }
      const newestFirst = page.order.every((order) => order.descending)
      const rows = await events
        .orderBy('sequence', newestFirst ? 'desc' : 'asc')
        .limit(page.limit)
        .offset(page.offset)
        .execute()
      return rows.map((row) => parseEvent(accountId, row))
    },

    async count(accountId, filter) {
      const { events } = await matching(accountId, filter)
        .select((select) => select.fn.countAll<number>().as('events'))
        .executeTakeFirstOrThrow()
      return Number(events)
    },

    async chain(accountId, fromSequence, limit) {
      const rows = await query
        .selectFrom('audit_events')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('sequence', '>=', fromSequence)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map((row) => parseEvent(accountId, row))
    },

    async head(accountId) {
      const row = await headRow(accountId)
      return row && parseHead(row)
    },

    async lockHead(accountId) {
      await query
        .insertInto('audit_heads')
        .values({
          account_id: accountId,
          sequence: 0,
          hash: '',
          first_sequence: 1,
          first_previous_hash: '',
          seal: '',
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const row = await query
        .updateTable('audit_heads')
        .set({ account_id: accountId })
        .where('account_id', '=', accountId)
        .returningAll()
        .executeTakeFirstOrThrow()
      return parseHead(row)
    },

    async append(accountId, events, head) {
      await inSlices(events, async (slice) => {
        await query.insertInto('audit_events').values(slice.map(eventRow)).execute()
        return []
      })
      await query
        .updateTable('audit_heads')
        .set(headColumns(head))
        .where('account_id', '=', accountId)
        .execute()
    },

    async dropOld(accountId, before, limit) {
      const old = await query
        .selectFrom('audit_events')
        .select(['sequence', 'at', 'hash'])
        .where('account_id', '=', accountId)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      // Only from the old end, without a gap: what remains must still be one chain.
      const firstKept = old.findIndex((row) => row.at >= before)
      const last = firstKept === -1 ? old.at(-1) : old[firstKept - 1]
      if (last === undefined) return undefined
      await query
        .deleteFrom('audit_events')
        .where('account_id', '=', accountId)
        .where('sequence', '<=', last.sequence)
        .execute()
      return { firstSequence: last.sequence + 1, firstPreviousHash: last.hash }
    },
  }
}
