import { type AuditFilters, dayOf } from './search.ts'

const daysBefore = { today: 0, week: 6, month: 29 } as const

/** A period that is chosen by its name, up to now. */
export type PeriodName = keyof typeof daysBefore

export const periodNames = Object.keys(daysBefore) as readonly PeriodName[]

/** Which period the filters hold to: one with a name, all of the trail, or days of one's own. */
export function periodOf({ from, to }: AuditFilters, now: Date): PeriodName | 'all' | 'own' {
  if (from === undefined && to === undefined) return 'all'
  const known = periodNames.find((name) => from === dayOf(now, daysBefore[name]))
  return to === undefined && known !== undefined ? known : 'own'
}

/** The days of a period; `undefined`: it has no name, and what holds stays. */
export function daysOfPeriod(
  name: string,
  now: Date,
): { readonly from: string | undefined; readonly to: undefined } | undefined {
  if (name === 'all') return { from: undefined, to: undefined }
  const known = periodNames.find((one) => one === name)
  return known === undefined ? undefined : { from: dayOf(now, daysBefore[known]), to: undefined }
}
