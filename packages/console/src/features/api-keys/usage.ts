import { privilegedApi } from '@watchword/protocol/api/api-privileges.ts'
import type { KeyUsage } from '@watchword/protocol/api/key-report.ts'
import { foldSeries, type Series, sumOf } from '#ui/charts/series.ts'

export type UsageOfKey = KeyUsage['keys'][number]

const dayMs = 86_400_000

/** Every day from the first to the last, both included. */
export function daysBetween(from: string, to: string): readonly string[] {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  const count = Math.max(0, Math.min(400, Math.round((last - first) / dayMs) + 1))
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * dayMs).toISOString().slice(0, 10),
  )
}

/** How many signed calls there were. */
export function callsOf({ uses }: Pick<UsageOfKey, 'uses'>): number {
  return sumOf(uses.map(({ count }) => count))
}

/** How many were refused, for whatever reason. */
export function refusedOf({ refusals }: Pick<UsageOfKey, 'refusals'>): number {
  return sumOf(refusals.map(({ count }) => count))
}

/** Calls by day, told apart by API: the one that is called most comes first. */
export function callsByApi(
  { uses }: Pick<UsageOfKey, 'uses'>,
  days: readonly string[],
  other: string,
): readonly Series[] {
  const series = [...Map.groupBy(uses, ({ api }) => api)].map(([api, own]): Series => {
    const byDay = new Map(own.map(({ day, count }) => [day, count]))
    const values = days.map((day) => byDay.get(day) ?? 0)
    return { name: api, label: privilegedApi(api)?.name ?? api, values }
  })
  const sorted = series.toSorted((a, b) => sumOf(b.values) - sumOf(a.values))
  return foldSeries(sorted, 5, { name: 'other', label: other })
}

/** Where calls came from lately, and when last: the newest first. Of each day and API the last one is known. */
export function addressesOf({
  uses,
}: Pick<UsageOfKey, 'uses'>): readonly { readonly address: string; readonly day: string }[] {
  const newest = uses.toSorted((a, b) => b.day.localeCompare(a.day))
  const byAddress = new Map<string, string>()
  for (const { lastAddress, day } of newest) {
    if (lastAddress !== '' && !byAddress.has(lastAddress)) byAddress.set(lastAddress, day)
  }
  return [...byAddress].map(([address, day]) => ({ address, day }))
}
