/** A day as a number, UTC: 20270131. */
export function dayOf(now: number): number {
  const date = new Date(now)
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate()
}
