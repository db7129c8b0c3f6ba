/** How far back the charts go. */
export const ranges = ['24h', '7d', '30d'] as const
export type Range = (typeof ranges)[number]

const dayMs = 86_400_000

/** Text of an address, as a range. */
export function parseRange(text: unknown): Range | undefined {
  return ranges.find((range) => range === text)
}

/** How the statistics are asked for a range that ends now. Days of the account, the present one included. */
export function queryOf(range: Range, now: number): { by: 'hour' | 'day'; from?: string } {
  if (range === '24h') return { by: 'hour' }
  if (range === '30d') return { by: 'day' }
  return { by: 'day', from: new Date(now - 6 * dayMs).toISOString() }
}
