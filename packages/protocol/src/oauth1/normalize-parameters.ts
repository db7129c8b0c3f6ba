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
  return join(parameters, '=', '&')
}

/**
 * The normalized parameters, percent-encoded once more as the base string has them (section 3.4.1.1). Of what
 * is encoded already, only `%` is changed by that, so the long text need not be walked again.
 */
export function encodeNormalizedParameters(parameters: readonly Parameter[]): string {
  return join(parameters, '%3D', '%26', encodeAgain)
}

function join(
  parameters: readonly Parameter[],
  equals: string,
  and: string,
  finish: (text: string) => string = (text) => text,
): string {
  const encoded = parameters.map(encode).sort(compare)
  let text = ''
  for (const pair of encoded) {
    if (text !== '') text += and
    text += finish(pair[0]) + equals + finish(pair[1])
  }
  return text
}

function encodeAgain(encoded: string): string {
  return encoded.includes('%') ? encoded.replaceAll('%', '%25') : encoded
}

function encode(pair: Parameter): Parameter {
  return [percentEncode(pair[0]), percentEncode(pair[1])]
}

function compare(a: Parameter, b: Parameter): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1
  if (a[1] === b[1]) return 0
  return a[1] < b[1] ? -1 : 1
}
