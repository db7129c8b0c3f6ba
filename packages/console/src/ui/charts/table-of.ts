import type { ChartTable } from './chart-frame.tsx'
import type { Period, Series } from './series.ts'

/** The numbers of a chart by time, the latest first: what one looks for is mostly at the end. */
export function tableOf(
  periods: readonly Period[],
  series: readonly Series[],
  when: string,
): ChartTable {
  return {
    head: [when, ...series.map(({ label }) => label)],
    rows: periods
      .map(({ key, long }, index) => ({
        key,
        cells: [long, ...series.map(({ values }) => values[index] ?? 0)],
      }))
      .reverse(),
  }
}
