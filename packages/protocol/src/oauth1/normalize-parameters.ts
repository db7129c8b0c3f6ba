import type { Parameter } from './form-parameters.ts'
import { percentEncode } from './percent-encode.ts'

/**
 * Parameters normalization, RFC 5849 section 3.4.1.3.2: each name and value is encoded, the pairs are sorted by
 * the bytes of the encoded name and then of the encoded value, and joined. Repeats stay.
 *
 * Encoded text is ASCII, so comparing strings compares bytes. Name and value are compared apart: `a` with any
 * value comes before `a-b`, although `=` comes after `-`.
 */
export function normalizeParameters(parameters: readonly Parameter[]): string {
  const encoded = parameters.map(encode).sort(compare)
  let text = ''
  for (const pair of encoded) text += `${text === '' ? '' : '&'}${pair[0]}=${pair[1]}`
  return text
}

function encode(pair: Parameter): Parameter {
  return [percentEncode(pair[0]), percentEncode(pair[1])]
}

function compare(a: Parameter, b: Parameter): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  if (a[1] === b[1]) return 0
  return a[1] < b[1] ? -1 : 1
}
