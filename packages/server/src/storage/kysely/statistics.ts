import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type { Dimension, Period, Statistic } from '#domain/statistics/statistic.ts'
import type { StatisticWriter } from '../port.ts'
import type { StatisticRow } from '../schema.ts'
import { freeRows, type Transaction } from './database.ts'

/** Each has eight values, and a statement has room for some thousand. */
const rowsPerStatement = 100
const key = ['account_id', 'period', 'dimension', 'start', 'name'] as const

/** Counts by period, dimension and name. */
export function createStatisticStore(database: Transaction): StatisticWriter {
  const { query } = database

  async function addRows(rows: readonly StatisticRow[]): Promise<void> {
    await query
      .insertInto('statistics')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns([...key]).doUpdateSet({
          count: sql`statistics.count + excluded.count`,
          refused: sql`statistics.refused + excluded.refused`,
          failed: sql`statistics.failed + excluded.failed`,
        }),
      )
      .execute()
  }

  async function dropOf(period: Period, before: number, most: number): Promise<void> {
    const old = query
      .selectFrom('statistics')
      .select(key)
      .where('period', '=', period)
      .where('start', '<', before)
      .limit(most)
      .$call((rows) => freeRows(database, rows))
    await query
      .deleteFrom('statistics')
      .where(({ eb, refTuple }) =>
        eb(
          refTuple('account_id', 'period', 'dimension', 'start', 'name'),
          'in',
          old.$asTuple('account_id', 'period', 'dimension', 'start', 'name'),
        ),
      )
      .execute()
  }

  return {
    async add(accountId, statistics) {
      // In one order everywhere: two processes that add to the same rows never wait for each other in a circle.
      const rows = statistics.map((one) => rowOf(accountId, one)).toSorted(byKey)
      for (let index = 0; index < rows.length; index += rowsPerStatement) {
        await addRows(rows.slice(index, index + rowsPerStatement))
      }
    },

    async drop(before, most) {
      await dropOf('hour', before.hour, most)
      await dropOf('day', before.day, most)
    },

    async list(accountId, { period, dimension, from, to }) {
      const rows = await query
        .selectFrom('statistics')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('period', '=', period)
        .where('dimension', '=', dimension)
        .where('start', '>=', from)
        .where('start', '<=', to)
        .orderBy('name')
        .orderBy('start')
        .execute()
      return rows.map(statisticOf)
    },
  }
}

function rowOf(accountId: AccountId, statistic: Statistic): StatisticRow {
  const { period, dimension, start, name, count, refused, failed } = statistic
  return { account_id: accountId, period, dimension, start, name, count, refused, failed }
}

function statisticOf(row: StatisticRow): Statistic {
  const { start, name, count, refused, failed } = row
  const period = row.period as Period
  const dimension = row.dimension as Dimension
  return { period, dimension, start, name, count, refused, failed }
}

function byKey(one: StatisticRow, other: StatisticRow): number {
  return (
    compare(one.period, other.period) ||
    compare(one.dimension, other.dimension) ||
    one.start - other.start ||
    compare(one.name, other.name)
  )
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
