import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditFilter, AuditWriter } from '../port.ts'
import type { AuditHeadRow, AuditRow } from '../schema.ts'
import { isInside } from './audit-inside.ts'
import { eventRow, headColumns, parseEvent, parseHead } from './audit-rows.ts'
import { hotQuery, onlyRow, type Transaction } from './database.ts'
import { inSlices } from './sql-errors.ts'

/** Makes the head if there is none. An update that changes nothing holds the row, on both databases. */
const lockHeadRow = hotQuery<AuditHeadRow, { readonly accountId: string }>((query, value) =>
  query
    .insertInto('audit_heads')
    .values({
      account_id: value.accountId,
      sequence: 0,
      hash: '',
      first_sequence: 1,
      first_previous_hash: '',
      seal: '',
    })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet(({ ref }) => ({ sequence: ref('audit_heads.sequence') })),
    )
    .returningAll(),
)

const moveHead = hotQuery<object, AuditHeadRow>((query, value) =>
  query
    .updateTable('audit_heads')
    .set({
      sequence: value.sequence,
      hash: value.hash,
      first_sequence: value.first_sequence,
      first_previous_hash: value.first_previous_hash,
      seal: value.seal,
    })
    .where('account_id', '=', value.account_id),
)

const insertEvent = hotQuery<object, AuditRow>((query, value) =>
  query.insertInto('audit_events').values({
    account_id: value.account_id,
    sequence: value.sequence,
    at: value.at,
    object_type: value.object_type,
    actor_login_name: value.actor_login_name,
    automatic: value.automatic,
    lpa: value.lpa,
    data: value.data,
    hash: value.hash,
  }),
)

/** Mostly nothing is old enough to be dropped, and that is soon seen. */
const oldestEvent = hotQuery<Pick<AuditRow, 'at'>, { readonly accountId: string }>((query, value) =>
  query
    .selectFrom('audit_events')
    .select('at')
    .where('account_id', '=', value.accountId)
    .orderBy('sequence')
    .limit(1),
)

/** So many events at most are added one by one. */
const fewEvents = 2

export function createAuditStore(database: Transaction): AuditWriter {
  const { query } = database

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
    if (filter.inside !== undefined) events = events.where(isInside(filter.inside))
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
      return parseHead(onlyRow(await lockHeadRow(database, { accountId })))
    },

    async append(accountId, events, head) {
      if (events.length <= fewEvents) {
        for (const event of events) await insertEvent(database, eventRow(event))
      } else {
        await inSlices(events, async (slice) => {
          await query.insertInto('audit_events').values(slice.map(eventRow)).execute()
          return []
        })
      }
      await moveHead(database, { account_id: accountId, ...headColumns(head) })
    },

    async dropOld(accountId, before, limit) {
      const [oldest] = await oldestEvent(database, { accountId })
      if (oldest === undefined || oldest.at >= before) return undefined
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
