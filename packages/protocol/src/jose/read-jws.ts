import { decodePart, type JsonObject, longestToken, readPart } from './compact-part.ts'

/** A compact JWS whose payload is a JSON object (RFC 7515 section 7.1, RFC 7519), read and not yet believed. */
export type UnverifiedJws = {
  readonly header: JwsHeader
  readonly claims: JsonObject
}

/** What is looked at of a header. `jwk`, `jku`, `x5u` and `x5c` name keys of the sender's choice, so they never are. */
export type JwsHeader = {
  readonly alg: string
  readonly kid: string | undefined
  readonly typ: string | undefined
}

export type { JsonObject } from './compact-part.ts'

/** Why a token is no token: words for a log or a debugger, never for who sent it. */
export type JwsFault = 'too_long' | 'not_compact' | 'not_base64url' | 'not_json' | 'bad_header'

export type JwsReading =
  | { readonly ok: true; readonly jws: UnverifiedJws }
  | { readonly ok: false; readonly fault: JwsFault }

/** Longer tokens are refused unread. */
export const longestJws = longestToken

/**
 * Reads a compact JWS by its strict form, RFC 8725 sections 2.4 and 3.1 and RFC 7515: three parts of base64url without
 * padding, white space or stray bits; header and payload each one JSON object in plain UTF-8 without a byte order
 * mark, no member twice, no number too large; no extension that must be understood (`crit`, `b64`) and no encryption.
 * Two readers then cannot see two different tokens.
 */
export function readJws(token: string): JwsReading {
  if (token.length > longestJws) return { ok: false, fault: 'too_long' }
  const parts = token.split('.', 4)
  const [first = '', second = '', third = ''] = parts
  if (parts.length !== 3 || first === '' || second === '' || third === '') {
    return { ok: false, fault: 'not_compact' }
  }
  const encodedHeader = decodePart(first)
  const payload = decodePart(second)
  if (encodedHeader === undefined || payload === undefined || decodePart(third) === undefined) {
    return { ok: false, fault: 'not_base64url' }
  }
  const members = readObject(encodedHeader)
  const claims = readObject(payload)
  if (members === undefined || claims === undefined) return { ok: false, fault: 'not_json' }
  const header = readHeader(members)
  return header === undefined
    ? { ok: false, fault: 'bad_header' }
    : { ok: true, jws: { header, claims } }
}

function readObject(bytes: Buffer): JsonObject | undefined {
  const reading = readPart(bytes)
  return reading.ok ? reading.members : undefined
}

function readHeader(members: JsonObject): JwsHeader | undefined {
  const { alg, kid, typ } = members
  if (typeof alg !== 'string' || !isText(kid) || !isText(typ)) return undefined
  const foreign = ['crit', 'b64', 'zip', 'enc'].some((name) => Object.hasOwn(members, name))
  return foreign ? undefined : { alg, kid, typ }
}

function isText(value: unknown): value is string | undefined {
  return value === undefined || (typeof value === 'string' && value.length <= longestName)
}

const longestName = 256
