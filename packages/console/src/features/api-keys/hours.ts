import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import type { Series } from '#ui/charts/series.ts'

/** What became of the calls of one key, hour by hour. */
export function hoursOf(
  { series, periods }: Pick<StatisticsSeries, 'series' | 'periods'>,
  keyId: string,
  labels: { readonly done: string; readonly refused: string; readonly failed: string },
): readonly Series[] {
  const own = series.find(({ name }) => name === keyId)
  const at = (values: readonly number[] | undefined, index: number) => values?.[index] ?? 0
  const refused = periods.map((_, index) => at(own?.refused, index))
  const failed = periods.map((_, index) => at(own?.failed, index))
  const done = periods.map(
    (_, index) => at(own?.count, index) - at(own?.refused, index) - at(own?.failed, index),
  )
  const happened = failed.some((count) => count > 0)
  return [
    { name: 'done', label: labels.done, values: done, tone: 'good' },
    { name: 'refused', label: labels.refused, values: refused, tone: 'bad' },
    ...(happened ? [{ name: 'failed', label: labels.failed, values: failed }] : []),
  ]
}
