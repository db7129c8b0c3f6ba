import type { ApplicationIssues } from '@watchword/protocol/api/application-reports.ts'

const hourMs = 3_600_000

/** Tokens by the hour without gaps: what the answer leaves out is none. */
export function hourly(
  { hours }: ApplicationIssues,
  { now, count }: { readonly now: number; readonly count: number },
): { readonly periods: readonly string[]; readonly values: readonly number[] } {
  const tokens = new Map(hours.map(({ hour, tokens: number }) => [Date.parse(hour), number]))
  const last = Math.floor(now / hourMs) * hourMs
  const starts = Array.from({ length: count }, (_, index) => last - (count - 1 - index) * hourMs)
  return {
    periods: starts.map((start) => new Date(start).toISOString()),
    values: starts.map((start) => tokens.get(start) ?? 0),
  }
}

/** The same by day, by the calendar of UTC. */
export function daily(
  issues: ApplicationIssues,
  { now, days }: { readonly now: number; readonly days: number },
): { readonly periods: readonly string[]; readonly values: readonly number[] } {
  const tokens = new Map<string, number>()
  for (const { hour, tokens: number } of issues.hours) {
    const day = hour.slice(0, 10)
    tokens.set(day, (tokens.get(day) ?? 0) + number)
  }
  const periods = Array.from({ length: days }, (_, index) =>
    new Date(now - (days - 1 - index) * 24 * hourMs).toISOString().slice(0, 10),
  )
  return { periods, values: periods.map((day) => tokens.get(day) ?? 0) }
}
