import { common } from '#messages/common.ts'

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

const steps = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** A moment as people say it ("3 hours ago"), with the exact one beside it. */
export function Moment({ at }: { readonly at: string | number | null | undefined }) {
  if (at === null || at === undefined) return <span>{common.never}</span>
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span>{`${at}`}</span>
  return (
    <time dateTime={date.toISOString()} title={absolute.format(date)}>
      {ago(date.getTime(), Date.now())}
    </time>
  )
}

/** Exported for tests: how far a moment is from now, in the largest unit that fits. */
export function ago(at: number, now: number): string {
  const seconds = (at - now) / 1000
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.round(seconds / length), unit)
  }
  return relative.format(0, 'minute')
}
