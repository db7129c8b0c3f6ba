import { percentDecode } from './percent-encode.ts'

/** A name and a value, decoded. A list of them keeps what a record would lose: repeats and order. */
export type Parameter = readonly [name: string, value: string]

/**
 * Reads a query or a form body as `application/x-www-form-urlencoded` (RFC 5849 section 3.4.1.3.1): `+` is a
 * space, a name without `=` has an empty value, empty pieces between `&` count for nothing. `undefined`: an
 * escape that is broken or not UTF-8.
 */
export function parseFormParameters(text: string): readonly Parameter[] | undefined {
  const parameters: Parameter[] = []
  let start = 0
  while (start < text.length) {
    let end = text.indexOf('&', start)
    if (end === -1) end = text.length
    if (end > start) {
      const equals = text.indexOf('=', start)
      const nameEnd = equals === -1 || equals > end ? end : equals
      const name = decode(text.slice(start, nameEnd))
      const value = nameEnd === end ? '' : decode(text.slice(nameEnd + 1, end))
      if (name === undefined || value === undefined) return undefined
      parameters.push([name, value])
    }
    start = end + 1
  }
  return parameters
}

function decode(text: string): string | undefined {
  return percentDecode(text.includes('+') ? text.replaceAll('+', ' ') : text)
}
