/** Characters of a value that are shown to an administrator. */
const mostShown = 120

/** A value of a token, fit to be shown to an administrator: short, on one line, without control characters. */
export function shownValue(value: unknown): string {
  if (value === undefined) return '(none)'
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  // Nearly every value is plain and short, and every token shows some.
  if (text.length <= mostShown && /^[\x20-\x7e]*$/.test(text)) return text
  const short = text.length > mostShown ? `${text.slice(0, mostShown)}…` : text
  return short.toWellFormed().replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}

/** A personal value, so that whoever knows it recognises it and nobody else learns it. */
export function maskedValue(value: unknown): string {
  if (typeof value !== 'string') return value === undefined ? '(none)' : `(a ${kindOf(value)})`
  const [first = ''] = value
  const start = value.length < 4 ? '' : shownValue(first)
  return `${start}… (${value.length} characters)`
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'list' : typeof value
}
