import { LRUCache } from 'lru-cache'

/** A day of the calendar, in no time zone. `month` from 1. */
export type CalendarDay = { readonly year: number; readonly month: number; readonly day: number }

/** What a clock on the wall shows. */
export type LocalTime = CalendarDay & {
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const formatters = new LRUCache<string, Intl.DateTimeFormat>({ max: 64 })

/** Whether a name is of the IANA time zone database, aliases such as `US/Eastern` included. */
export function isTimeZone(name: string): boolean {
  return formatterOf(name) !== undefined
}

/** Reads `yyyy-MM-dd`, exactly, and only days that exist. */
export function parseCalendarDay(text: string): CalendarDay | undefined {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || year < 1900) {
    return undefined
  }
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return exists ? { year, month, day } : undefined
}

/** The day after, by the calendar. */
export function dayAfter({ year, month, day }: CalendarDay): CalendarDay {
  const next = new Date(Date.UTC(year, month - 1, day + 1))
  return {
    year: next.getUTCFullYear(),
    month: next.getUTCMonth() + 1,
    day: next.getUTCDate(),
  }
}

/**
 * When a day begins in a time zone, in milliseconds since 1970. Of two midnights (a clock set back) it is
 * the first; where the clock is set forward at midnight it is the moment of the change.
 */
export function startOfDay(day: CalendarDay, timeZone: string): number {
  const midnight = Date.UTC(day.year, day.month - 1, day.day)
  const before = midnight - offsetAt(midnight - dayMs, timeZone)
  const after = midnight - offsetAt(midnight + dayMs, timeZone)
  const real = [before, after].filter((at) => at + offsetAt(at, timeZone) === midnight)
  return real.length === 0 ? before : Math.min(...real)
}

/** What the clock shows in a time zone. An unknown zone is our own mistake and throws. */
export function localTime(at: number, timeZone: string): LocalTime {
  const formatter = formatterOf(timeZone)
  if (formatter === undefined) throw new RangeError(`There is no time zone "${timeZone}".`)
  const shown: Record<string, number> = {}
  for (const { type, value } of formatter.formatToParts(at)) shown[type] = Number(value)
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown
  return { year, month, day, hour, minute, second }
}

const dayMs = 86_400_000

/** How far a time zone is ahead of UTC at a moment, in milliseconds. */
export function offsetAt(at: number, timeZone: string): number {
  if (at < changesAtQuarters) return workOutOffset(at, timeZone)
  const quarter = Math.floor(at / quarterMs) * quarterMs
  const name = `${quarter} ${timeZone}`
  let offset = offsets.get(name)
  if (offset === undefined) {
    offset = workOutOffset(quarter, timeZone)
    offsets.set(name, offset)
  }
  return offset
}

/** From then on clocks are changed at a full quarter of an hour alone: one answer holds for all of it. */
const changesAtQuarters = Date.UTC(1980, 0)
const quarterMs = 15 * 60_000

/** Working one out takes longer than all else that a login tells. */
const offsets = new LRUCache<string, number>({ max: 64 })

function workOutOffset(at: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(at, timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
}

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(timeZone)
  if (known !== undefined) return known
  // The runtime takes offsets such as `+01:00` too; those are not names of zones.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(timeZone)) return undefined
  try {
    const formatter = new Intl.DateTimeFormat('en-US', { ...everyPart, timeZone })
    formatters.set(timeZone, formatter)
    return formatter
  } catch {
    return undefined
  }
}

const everyPart: Intl.DateTimeFormatOptions = {
  calendar: 'gregory',
  numberingSystem: 'latn',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
}
