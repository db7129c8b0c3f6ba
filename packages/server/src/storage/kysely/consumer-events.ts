import { type ConsumerEvent, consumerEventTypes } from '#domain/consumers/consumer-event.ts'
import type { ConsumerEventWriter } from '../port.ts'
import type { ConsumerEventRow } from '../schema.ts'
import { freeRows, type Transaction } from './database.ts'

/** More than is added, so that a queue that has grown shrinks again. */
const dropsPerEvent = 4

/** What other services are told of consumers, for a while. */
export function createConsumerEventStore(database: Transaction): ConsumerEventWriter {
  const { query } = database
  return {
    async list(accountId, { after, limit }) {
      const rows = await query
        .selectFrom('consumer_events')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .limit(limit)
        .execute()
      return rows.map(parseEvent)
    },

    async ofConsumer(accountId, consumerId) {
      const rows = await query
        .selectFrom('consumer_events')
        .selectAll()
        .where('account_id', '=', accountId)
        .where(({ eb, or }) =>
          or([eb('consumer_id', '=', consumerId), eb('to_id', '=', consumerId)]),
        )
        .orderBy('sequence')
        .execute()
      return rows.map(parseEvent)
    },

    async add(accountId, event, dropBefore) {
      const { sequence, at, type } = event
      await query
        .insertInto('consumer_events')
        .values({
          ...{ account_id: accountId, sequence, at, type },
          consumer_id: event.consumerId ?? null,
          to_id: event.toId ?? null,
          session: event.session ?? null,
        })
        .execute()
      const old = query
        .selectFrom('consumer_events')
        .select(['account_id', 'sequence'])
        .where('at', '<', dropBefore)
        .limit(dropsPerEvent)
        .$call((rows) => freeRows(database, rows))
      await query
        .deleteFrom('consumer_events')
        .where(({ eb, refTuple }) =>
          eb(refTuple('account_id', 'sequence'), 'in', old.$asTuple('account_id', 'sequence')),
        )
        .execute()
    },
  }
}

function parseEvent(row: ConsumerEventRow): ConsumerEvent {
  const type = consumerEventTypes.find((one) => one === row.type)
  if (type === undefined) throw new Error('An event is of no type that is known.')
  return {
    ...{ sequence: row.sequence, at: row.at, type },
    consumerId: row.consumer_id ?? undefined,
    toId: row.to_id ?? undefined,
    session: row.session ?? undefined,
  }
}
