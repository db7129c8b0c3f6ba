import type { JsonObject } from '../jose/compact-part.ts'
import { maskedValue, shownValue } from './shown-value.ts'

/** Claims that say nothing of the person: an administrator needs them to find a fault, as they are. */
const impersonal = new Set(['iss', 'aud', 'azp', 'exp', 'iat', 'nbf', 'acr', 'amr', 'auth_time'])

/** What of a token may be kept and shown: texts and numbers, and the structure around them. */
export type MaskedValue =
  | string
  | number
  | readonly MaskedValue[]
  | { readonly [name: string]: MaskedValue }

/** Of a header, likewise. A key or an address in it is of a stranger's choosing, and never looked at. */
const shownOfHeader = new Set(['alg', 'enc', 'kid', 'typ', 'cty', 'crit', 'zip', 'b64'])

const mostMembers = 50
const deepest = 6

/**
 * The claims of a token as they may be kept for the debugger: every name and the whole structure, up to a bound, and
 * of what is personal the masked value alone.
 */
export function maskedClaims(claims: JsonObject): { readonly [name: string]: MaskedValue } {
  return membersOf(claims, impersonal)
}

/** The same of a header. */
export function maskedHeader(header: JsonObject): { readonly [name: string]: MaskedValue } {
  return membersOf(header, shownOfHeader)
}

function membersOf(members: JsonObject, plain: ReadonlySet<string>) {
  const entries = Object.entries(members)
    .filter(([, value]) => value !== undefined)
    .slice(0, mostMembers)
  return Object.fromEntries(
    entries.map(([name, value]) => [
      shownValue(name),
      plain.has(name) ? shown(value) : masked(value, 1),
    ]),
  )
}

function shown(value: unknown): MaskedValue {
  if (typeof value === 'number') return value
  return Array.isArray(value) ? value.slice(0, mostMembers).map(shownValue) : shownValue(value)
}

function masked(value: unknown, depth: number): MaskedValue {
  if (typeof value !== 'object' || value === null || depth >= deepest) return maskedValue(value)
  if (Array.isArray(value)) {
    return value.slice(0, mostMembers).map((item) => masked(item, depth + 1))
  }
  const members = Object.entries(value).slice(0, mostMembers)
  return Object.fromEntries(
    members.map(([name, item]) => [
      shownValue(name),
      // The two types of attributes are names, and no value of anybody's.
      name === 'type' ? shownType(item) : masked(item, depth + 1),
    ]),
  )
}

function shownType(value: unknown): MaskedValue {
  return value === 'ctmrinfo' || value === 'personal' ? value : maskedValue(value)
}
