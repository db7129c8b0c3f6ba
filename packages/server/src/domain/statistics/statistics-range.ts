import { DomainError } from '#domain/errors.ts'
import {
  type CalendarDay,
  dayAfter,
  localTime,
  parseCalendarDay,
  startOfDay,
} from '#lib/time-zone.ts'
import { daysKept, hoursKept, type Period } from './statistic.ts'

/** What a caller wrote: a day of the account, or a moment. */
export type AskedRange = {
  readonly by: Period
  readonly from: string | undefined
  readonly to: string | undefined
}

/** An hour or a day as it is kept, and as it is told. */
export type PeriodOfRange = { readonly start: number; readonly text: string }

type Here = { readonly timeZone: string; readonly now: number }

const hourMs = 3_600_000
const hoursByThemselves = 24
const daysByThemselves = 30

/**
 * The hours or days that a range touches, oldest first: at least one, and not more than are kept. A day is one of the
 * account's calendar, however many hours it has.
 */
export function periodsOf({ by, from, to }: AskedRange, here: Here): readonly PeriodOfRange[] {
  const end = to === undefined ? here.now + 1 : momentOf('to', to, here.timeZone)
  const start = from === undefined ? undefined : momentOf('from', from, here.timeZone)
  if (start !== undefined && start >= end) throw faulty('from: must be before "to"')
  if (by === 'hour') return hoursBetween(start ?? end - hoursByThemselves * hourMs, end)
  const last = localTime(end - 1, here.timeZone)
  const first = start === undefined ? daysBefore(last) : localTime(start, here.timeZone)
  return daysBetween(first, last)
}

/** A day as a number, as days are kept: 20270131. */
export function numberOfDay({ year, month, day }: CalendarDay): number {
  return year * 10_000 + month * 100 + day
}

function hoursBetween(from: number, end: number): readonly PeriodOfRange[] {
  const first = Math.floor(from / hourMs)
  const hours = Math.floor((end - 1) / hourMs) - first + 1
  if (hours > hoursKept) throw faulty(`from: at most ${hoursKept} hours (31 days) at once`)
  return Array.from({ length: hours }, (_, index) => ({
    start: first + index,
    text: new Date((first + index) * hourMs).toISOString(),
  }))
}

function daysBetween(first: CalendarDay, last: CalendarDay): readonly PeriodOfRange[] {
  const days: PeriodOfRange[] = []
  for (let day = first; numberOfDay(day) <= numberOfDay(last); day = dayAfter(day)) {
    if (days.length >= daysKept) throw faulty(`from: at most ${daysKept} days at once`)
    days.push({ start: numberOfDay(day), text: textOf(day) })
  }
  return days
}

function daysBefore({ year, month, day }: CalendarDay): CalendarDay {
  const date = new Date(Date.UTC(year, month - 1, day - (daysByThemselves - 1)))
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** A day that is the end of a range belongs to it. */
function momentOf(name: 'from' | 'to', text: string, timeZone: string): number {
  const day = parseCalendarDay(text.slice(0, 10))
  if (day === undefined) throw faulty(`${name}: must be a day that exists, from 1900 on`)
  if (text.length === 10) return startOfDay(name === 'from' ? day : dayAfter(day), timeZone)
  const at = Date.parse(text)
  if (Number.isFinite(at)) return at
  throw faulty(`${name}: must be a day or a moment with its time zone`)
}

function textOf({ year, month, day }: CalendarDay): string {
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-')
}

function faulty(field: string): DomainError {
  return new DomainError('validation_failed', 'The range cannot be shown; "fields" says why.', {
    fields: [field],
  })
}
