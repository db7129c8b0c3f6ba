/** The compressed forms that files are kept in, the smallest first. */
export const contentCodings = ['br', 'gzip'] as const

export type ContentCoding = (typeof contentCodings)[number]

/**
 * The first of the codings that `Accept-Encoding` takes (RFC 9110 section 12.5.3); `undefined`: none. How much a client
 * likes one more than another does not count, only what it refuses.
 */
export function chooseCoding(
  accepted: string | undefined,
  offered: ReadonlySet<ContentCoding>,
): ContentCoding | undefined {
  if (accepted === undefined) return undefined
  const weights = new Map(accepted.split(',').map(readEntry))
  return contentCodings.find(
    (coding) => offered.has(coding) && (weights.get(coding) ?? weights.get('*') ?? 0) > 0,
  )
}

function readEntry(entry: string): readonly [string, number] {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return [name, weight === undefined ? 1 : Number(weight.slice(2))]
}
