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
  let at = skipSpace(header, 'oauth'.length)
  while (at < header.length) {
    const equals = header.indexOf('=', at)
    const open = skipSpace(header, equals + 1)
    const close = header.indexOf('"', open + 1)
    const encodedName = header.slice(at, equals).trimEnd()
    if (equals === -1 || close === -1 || header[open] !== '"' || !isName.test(encodedName)) {
      return notAList
    }
    const name = percentDecode(encodedName)
    const value = percentDecode(header.slice(open + 1, close))
    if (name === undefined || value === undefined) {
      return { ok: false, reason: 'a name or value in it is not percent-encoded UTF-8' }
    }
    if (name.length !== 'realm'.length || name.toLowerCase() !== 'realm') {
      parameters.push([name, value])
    }
    at = skipSpace(header, close + 1)
    if (at < header.length && header[at] !== ',') return notAList
    at = skipSpace(header, at + 1)
  }
  return { ok: true, parameters }
}

const notAList = { ok: false, reason: 'it is not a list of name="value" pairs' } as const
const isName = /^[^\s",]+$/

function skipSpace(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return at
}

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
