import { sql } from 'kysely'
import type { ConnectorTotal, ConnectorUse, ConnectorUseWriter } from '../port.ts'
import type { ConnectorUseRow } from '../schema.ts'
import { freeRows, type Transaction } from './database.ts'

const dropsPerAddition = 8
const key = ['account_id', 'connector_id', 'day', 'kind', 'name'] as const

/** Counts by connector, day and what came of it. */
export function createConnectorUseStore(database: Transaction): ConnectorUseWriter {
  const { query } = database

  async function dropBefore(day: number): Promise<void> {
    const old = query
      .selectFrom('connector_uses')
      .select(key)
      .where('day', '<', day)
      .limit(dropsPerAddition)
      .$call((rows) => freeRows(database, rows))
    await query
      .deleteFrom('connector_uses')
      .where(({ eb, refTuple }) =>
        eb(
          refTuple('account_id', 'connector_id', 'day', 'kind', 'name'),
          'in',
          old.$asTuple('account_id', 'connector_id', 'day', 'kind', 'name'),
        ),
      )
      .execute()
  }

  return {
    async add(accountId, uses, dropDaysBefore) {
      for (const use of uses) {
        await query
          .insertInto('connector_uses')
          .values({
            account_id: accountId,
            connector_id: use.connectorId,
            day: use.day,
            kind: use.kind,
            name: use.name,
            count: use.count,
            last_at: use.lastAt,
          })
          .onConflict((conflict) =>
            conflict.columns([...key]).doUpdateSet({
              count: sql`connector_uses.count + excluded.count`,
              last_at: sql`case when excluded.last_at >= connector_uses.last_at then excluded.last_at else connector_uses.last_at end`,
            }),
          )
          .execute()
      }
      await dropBefore(dropDaysBefore)
    },

    async list(accountId, { fromDay, connectorId }) {
      const uses = query
        .selectFrom('connector_uses')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('day', '>=', fromDay)
      const rows = await (connectorId === undefined
        ? uses
        : uses.where('connector_id', '=', connectorId)
      )
        .orderBy('day')
        .orderBy('connector_id')
        .orderBy('kind')
        .orderBy('name')
        .execute()
      return rows.map(useOf)
    },

    async totals(accountId, fromDay) {
      const rows = await query
        .selectFrom('connector_uses')
        .select(['connector_id', 'kind', 'name'])
        .select(({ fn }) => [fn.sum<number>('count').as('count'), fn.max('last_at').as('last_at')])
        .where('account_id', '=', accountId)
        .where('day', '>=', fromDay)
        .groupBy(['connector_id', 'kind', 'name'])
        .orderBy('connector_id')
        .orderBy('kind')
        .orderBy('name')
        .execute()
      return rows.map((row) => totalOf({ ...row, count: Number(row.count) }))
    },
  }
}

function useOf(row: ConnectorUseRow): ConnectorUse {
  return { ...totalOf(row), day: row.day }
}

function totalOf(row: Omit<ConnectorUseRow, 'account_id' | 'day'>): ConnectorTotal {
  return {
    connectorId: row.connector_id,
    kind: row.kind as ConnectorUse['kind'],
    name: row.name,
    count: row.count,
    lastAt: row.last_at,
  }
}
