import type { Period } from './series.ts'

/**
 * Points in time as the statistics of an account name them: hours by their beginning (ISO 8601, UTC), days by their
 * date. Hours are shown in the account's time zone, by whose calendar its days are counted.
 */
export function periodsOf(
  names: readonly string[],
  { by, timeZone, locale }: PeriodForm,
): readonly Period[] {
  const zone = by === 'day' ? 'UTC' : timeZone
  const short = formatter(locale, by === 'day' ? shortDay : shortHour, zone)
  const long = formatter(locale, by === 'day' ? longDay : longHour, zone)
  return names.map((key) => {
    const at = new Date(key)
    if (Number.isNaN(at.getTime())) return { key, short: key, long: key }
    return { key, short: short.format(at), long: long.format(at) }
  })
}

export type PeriodForm = {
  readonly by: 'hour' | 'day'
  readonly timeZone: string
  /** By itself the browser's. */
  readonly locale?: string | undefined
}

const shortDay = { day: 'numeric', month: 'short' } as const
const longDay = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
const shortHour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const longHour = { weekday: 'short', day: 'numeric', month: 'short', ...shortHour } as const

/** A browser may not know the account's time zone, if it is older than the zone. */
function formatter(
  locale: string | undefined,
  options: Intl.DateTimeFormatOptions,
  timeZone: string,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone })
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  }
}
