import { resolveSettings } from '#domain/accounts/settings.ts'
import { type Caller, isAdministrator, requireAdministrator } from '#domain/caller.ts'
import { requireConnectorRights } from '#domain/connectors/connector-rights.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { otherName } from './gather-statistics.ts'
import type { StatisticRecorder } from './record-statistics.ts'
import type { Dimension, Period, Statistic, Tally } from './statistic.ts'
import { type AskedRange, type PeriodOfRange, periodsOf } from './statistics-range.ts'

export type SeriesPorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'accounts' | 'statistics'> }
  readonly clock: Clock
  /** What this process has gathered is written first, so that the answer has it. */
  readonly statistics: Pick<StatisticRecorder, 'flush'>
}

/** Counts of one thing; the lists are as long as the periods of the range. */
export type OneSeries = {
  readonly name: string
  readonly total: Tally
  readonly count: readonly number[]
  readonly refused: readonly number[]
  readonly failed: readonly number[]
}

/** Counts by hour or day, without gaps. */
export type Series = {
  readonly dimension: Dimension
  readonly by: Period
  readonly timeZone: string
  readonly periods: readonly string[]
  readonly total: Tally
  readonly series: readonly OneSeries[]
}

/** Those with the most; the others are added up. */
export const mostSeries = 100

/** What is counted of the caller's account, by one dimension, in a range. */
export async function readSeries(
  { storage, clock, statistics }: SeriesPorts,
  caller: Caller,
  { dimension, ...asked }: AskedRange & { readonly dimension: Dimension },
): Promise<Series> {
  requireRights(caller, dimension)
  const { accountId } = caller
  const account = await storage.read.accounts.find(accountId)
  if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
  const { timeZone } = resolveSettings(account.settings)
  const periods = periodsOf(asked, { timeZone, now: clock.now() })
  await statistics.flush()
  const kept = await storage.read.statistics.list(accountId, {
    ...{ period: asked.by, dimension },
    ...{ from: periods[0]?.start ?? 0, to: periods.at(-1)?.start ?? 0 },
  })
  return {
    ...{ dimension, by: asked.by, timeZone, periods: periods.map(({ text }) => text) },
    total: sumOf(kept),
    series: seriesOf(kept, periods),
  }
}

/** How consumers come in is seen by whoever may see the ways in; everything else by administrators. */
function requireRights(caller: Caller, dimension: Dimension): void {
  if (isAdministrator(caller)) return
  if (dimension === 'connector' || dimension === 'handshake') requireConnectorRights(caller)
  else requireAdministrator(caller)
}

/** Lines without gaps, the most frequent first. */
export function seriesOf(
  kept: readonly Statistic[],
  periods: readonly PeriodOfRange[],
): readonly OneSeries[] {
  const places = new Map(periods.map(({ start }, index) => [start, index]))
  const byName = [...Map.groupBy(kept, ({ name }) => name)]
    .map(([name, of]) => ({ name, of, count: sumOf(of).count }))
    .toSorted((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
  if (byName.length <= mostSeries) return byName.map(({ name, of }) => oneSeries(name, of, places))
  const own = byName.filter(({ name }) => name !== otherName).slice(0, mostSeries - 1)
  const shown = new Set(own.map(({ name }) => name))
  const rest = kept.filter(({ name }) => !shown.has(name))
  return [
    ...own.map(({ name, of }) => oneSeries(name, of, places)),
    oneSeries(otherName, rest, places),
  ]
}

function oneSeries(
  name: string,
  statistics: readonly Statistic[],
  places: ReadonlyMap<number, number>,
): OneSeries {
  const zeros = () => new Array<number>(places.size).fill(0)
  const lines = { count: zeros(), refused: zeros(), failed: zeros() }
  for (const { start, count, refused, failed } of statistics) {
    const place = places.get(start)
    if (place === undefined) continue
    lines.count[place] = (lines.count[place] ?? 0) + count
    lines.refused[place] = (lines.refused[place] ?? 0) + refused
    lines.failed[place] = (lines.failed[place] ?? 0) + failed
  }
  return { name, total: sumOf(statistics), ...lines }
}

function sumOf(tallies: readonly Tally[]): Tally {
  const total = { count: 0, refused: 0, failed: 0 }
  for (const { count, refused, failed } of tallies) {
    total.count += count
    total.refused += refused
    total.failed += failed
  }
  return total
}
