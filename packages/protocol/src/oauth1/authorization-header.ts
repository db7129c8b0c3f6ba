import type { Parameter } from './form-parameters.ts'
import { percentDecode, percentEncode } from './percent-encode.ts'

/** What stood in an `Authorization: OAuth …` header, RFC 5849 section 3.5.1. */
export type AuthorizationHeader =
  | { readonly ok: true; readonly parameters: readonly Parameter[] }
  | { readonly ok: false; readonly reason: string }

/** Whether a header is of this scheme; the scheme's case does not matter (section 3.5.1). */
export function isOAuthHeader(header: string): boolean {
  return /^oauth(?:\s|$)/i.test(header)
}

/**
 * Reads the header: pairs of an encoded name and a quoted, encoded value between commas, with optional white
 * space around. `realm` is read and left out: it is not signed (section 3.4.1.3.1).
 */
export function parseAuthorizationHeader(header: string): AuthorizationHeader {
  const parameters: Parameter[] = []
  const text = header.trimEnd()
  // One class for each part, none of them overlapping with the next: linear in the header's length.
  const pair = /[ \t]*([^\s=",]+)[ \t]*=[ \t]*"([^"]*)"[ \t]*(?:,|$)/y
  pair.lastIndex = 'oauth'.length
  while (pair.lastIndex < text.length) {
    const found = pair.exec(text)
    if (found === null) return { ok: false, reason: 'it is not a list of name="value" pairs' }
    const name = percentDecode(found[1] ?? '')
    const value = percentDecode(found[2] ?? '')
    if (name === undefined || value === undefined) {
      return { ok: false, reason: 'a name or value in it is not percent-encoded UTF-8' }
    }
    if (!isRealm.test(name)) parameters.push([name, value])
  }
  return { ok: true, parameters }
}

const isRealm = /^realm$/i

/** Writes the header. */
export function formatAuthorizationHeader(
  parameters: readonly Parameter[],
  realm?: string,
): string {
  const pairs = parameters.map(
    ([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`,
  )
  return `OAuth ${[...(realm === undefined ? [] : [`realm="${realm}"`]), ...pairs].join(', ')}`
}
