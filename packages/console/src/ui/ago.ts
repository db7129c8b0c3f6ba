const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const steps = [
  ['year', 365 * 86_400],
  // A twelfth of a year, so that twelve of them are one.
  ['month', (365 * 86_400) / 12],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** How far a moment is from now, in the largest unit that it fills once it is rounded: no "60 minutes ago". */
export function ago(at: number, now: number): string {
  const seconds = (at - now) / 1000
  for (const [index, [unit, length]] of steps.entries()) {
    const finer = steps[index + 1]?.[1] ?? 1
    if (Math.round(Math.abs(seconds) / finer) * finer >= length) {
      return relative.format(Math.round(seconds / length), unit)
    }
  }
  return relative.format(0, 'minute')
}
