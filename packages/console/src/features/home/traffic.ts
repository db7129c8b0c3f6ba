import type { StatisticsSeries } from '@watchword/protocol/api/statistics.ts'
import type { FlowEnd } from '#ui/charts/flow-layout.ts'
import { type Series, sumOf } from '#ui/charts/series.ts'

type Told = Pick<StatisticsSeries, 'series' | 'periods'>

/** Credentials in the order in which they are always shown, so that each keeps its look. */
export const credentials = [
  'session',
  'user-token',
  'application-token',
  'api-key',
  'consumer-token',
  'client',
  'none',
] as const
export type Credential = (typeof credentials)[number]

/** Calls by what let them in; those that did not happen are left out. */
export function callsBy(
  { series }: Told,
  labels: Readonly<Record<Credential, string>>,
): readonly Series[] {
  return credentials.flatMap((name, index): readonly Series[] => {
    const found = series.find((one) => one.name === name)
    if (found === undefined || found.total.count === 0) return []
    const look = name === 'none' ? { tone: 'other' as const } : { look: index }
    return [{ name, label: labels[name], values: found.count, ...look }]
  })
}

/** What most calls came with, and how many of them. */
export function mostOf(
  series: readonly Series[],
): { readonly label: string; readonly share: number } | undefined {
  const sums = series.map(({ label, values }) => ({ label, sum: sumOf(values) }))
  const all = sumOf(sums.map(({ sum }) => sum))
  const most = sums.reduce<(typeof sums)[number] | undefined>(
    (best, one) => (best === undefined || one.sum > best.sum ? one : best),
    undefined,
  )
  return most === undefined || all === 0 ? undefined : { label: most.label, share: most.sum / all }
}

/** Logins that succeeded and that were refused, whatever the way or the reason. */
export function loginsOf(
  { series, periods }: Told,
  labels: { readonly succeeded: string; readonly refused: string },
): readonly Series[] {
  const added = (of: (one: Told['series'][number], index: number) => number) =>
    periods.map((_, index) => sumOf(series.map((one) => of(one, index))))
  const refusedAt = ({ refused, failed }: Told['series'][number], index: number) =>
    (refused[index] ?? 0) + (failed[index] ?? 0)
  const refused = added(refusedAt)
  const succeeded = added((one, index) => (one.count[index] ?? 0) - refusedAt(one, index))
  return [
    { name: 'succeeded', label: labels.succeeded, values: succeeded, tone: 'good' },
    { name: 'refused', label: labels.refused, values: refused, tone: 'bad' },
  ]
}

/** Why most logins were refused. */
export function mostRefusedFor(
  series: Told['series'],
): { readonly name: string; readonly count: number } | undefined {
  return series
    .map(({ name, total }) => ({ name, count: total.refused }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)[0]
}

/** So many reasons have a row of their own. */
const mostReasons = 5

/** Where consumers who were offered went: in, or out for a reason. */
export function handshakesOf(
  { series }: Told,
  labels: {
    readonly verified: string
    readonly others: string
    readonly reason: (name: string) => string
  },
): readonly FlowEnd[] {
  const verified = series.find(({ name }) => name === 'verified')
  const reasons = series
    .filter(({ name, total }) => name !== 'verified' && total.count > 0)
    .toSorted((a, b) => b.total.count - a.total.count)
  const named = reasons.filter(({ name }) => name !== 'other').slice(0, mostReasons)
  const rest = reasons.filter((one) => !named.includes(one))
  const other = sumOf(rest.map(({ total }) => total.count))
  const ends: readonly FlowEnd[] = [
    { name: 'verified', label: labels.verified, value: verified?.total.count ?? 0, tone: 'good' },
    ...named.map(({ name, total }) => ({
      ...{ name, label: labels.reason(name), value: total.count, tone: 'bad' as const },
    })),
    { name: 'other', label: labels.others, value: other, tone: 'other' },
  ]
  return ends.filter(({ name, value }) => name === 'verified' || value > 0)
}

/** How far the way from OAuth 1.0 to 2.0 has been gone, by the calls of servers. */
export type Migration = {
  readonly series: readonly Series[]
  /** Of the calls of servers, those that a key signed: in all, in the first half of the time, and in the second. */
  readonly share: number
  readonly before: number
  readonly after: number
}

/** Calls that keys signed beside those of applications in their own name, which take their place. */
export function migrationOf(
  { series, periods }: Told,
  labels: { readonly keys: string; readonly applications: string },
): Migration {
  const valuesOf = (name: Credential) =>
    series.find((one) => one.name === name)?.count ?? periods.map(() => 0)
  const [keys, applications] = [valuesOf('api-key'), valuesOf('application-token')]
  const middle = Math.floor(periods.length / 2)
  const shareOf = (from: number, to: number) => {
    const [own, other] = [sumOf(keys.slice(from, to)), sumOf(applications.slice(from, to))]
    return own + other === 0 ? 0 : own / (own + other)
  }
  return {
    series: [
      { name: 'api-key', label: labels.keys, values: keys, look: 1 },
      { name: 'application-token', label: labels.applications, values: applications, look: 0 },
    ],
    share: shareOf(0, periods.length),
    before: shareOf(0, middle),
    after: shareOf(middle, periods.length),
  }
}
