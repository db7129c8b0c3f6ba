import { isObject } from '../json/is-object.ts'
import { parseStrictJson } from '../json/strict-json.ts'

/** One JSON object, its members by name; not yet believed. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Longer tokens, signed or encrypted, are refused unread. In characters. */
export const longestToken = 16 * 1024

/**
 * One part of a compact token (RFC 7515 section 2): exactly what encoding again would give, so no padding, no other
 * alphabet, no bits that mean nothing.
 */
export function decodePart(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

/** What the bytes of a part hold. */
export type PartReading =
  | { readonly ok: true; readonly members: JsonObject }
  /** `not_an_object`: good JSON of another kind. `not_json`: the `reason` says what is wrong with it. */
  | { readonly ok: false; readonly fault: 'not_json'; readonly reason: string }
  | { readonly ok: false; readonly fault: 'not_an_object' }

// With `ignoreBOM` the mark stays in the text, where it is no JSON.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * A part that must be one JSON object in plain UTF-8, without a byte order mark, with no member twice and no number
 * that is too large (RFC 7515 section 4, RFC 8725 section 2.4): two readers then cannot see two different things.
 */
export function readPart(bytes: Buffer): PartReading {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { ok: false, fault: 'not_json', reason: 'it is not UTF-8' }
  }
  const json = parseStrictJson(text)
  if (!json.ok) return { ok: false, fault: 'not_json', reason: json.reason }
  return isObject(json.value)
    ? { ok: true, members: json.value }
    : { ok: false, fault: 'not_an_object' }
}
