import { isObject } from '../json/is-object.ts'
import { mostSdeFaults, readSdeMembers, type SdeFault } from './sdes.ts'
import {
  type UnverifiedSdeName,
  type UnverifiedSdeType,
  unverifiedSdeTypes,
} from './unverified-sde-fields.ts'

/** An engagement attribute that a page sent: its `type`, and members that were read by the table of it. */
export type UnverifiedSde = { readonly type: UnverifiedSdeName } & Readonly<Record<string, unknown>>

export type UnverifiedReading =
  | { readonly ok: true; readonly sdes: readonly UnverifiedSde[] }
  | { readonly ok: false; readonly faults: readonly SdeFault[] }

/** Of one request. */
export const mostUnverifiedSdes = 50

/**
 * Reads engagement attributes of a page: one, or a list of them (contract 3 sections 6.4 and 7). Unknown types and
 * members are faults; all are told at once, and none repeats a value. `null` counts as absent.
 */
export function readUnverifiedSdes(value: unknown): UnverifiedReading {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  const faults: SdeFault[] = []
  if (items.length > mostUnverifiedSdes) {
    const reason = `must have at most ${mostUnverifiedSdes} entries`
    return { ok: false, faults: [{ path: 'attributes', reason }] }
  }
  const sdes = items.flatMap((item, index) => {
    if (faults.length >= mostSdeFaults) return []
    const read = readOne(item, `attributes[${index}]`, faults)
    return read === undefined ? [] : [read]
  })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, sdes }
}

function readOne(item: unknown, path: string, faults: SdeFault[]): UnverifiedSde | undefined {
  if (!isObject(item)) {
    faults.push({ path, reason: 'must be an object, such as {"type":"lead",…}' })
    return undefined
  }
  const type = Object.keys(unverifiedSdeTypes).find((name) => name === item['type'])
  if (!isName(type)) {
    const reason = `must be one of ${Object.keys(unverifiedSdeTypes).join(', ')}`
    faults.push({ path: `${path}.type`, reason })
    return undefined
  }
  const { type: _, ...members } = item
  return { type, ...readMembers(unverifiedSdeTypes[type], members, path, faults) }
}

function readMembers(
  { member, fields }: UnverifiedSdeType,
  members: Members,
  path: string,
  faults: SdeFault[],
): Members {
  if (member === undefined) return readSdeMembers(members, fields, path, faults)
  const { [member]: body, ...others } = members
  readSdeMembers(others, {}, path, faults)
  if (body === undefined || body === null) return {}
  if (isObject(body)) return { [member]: readSdeMembers(body, fields, `${path}.${member}`, faults) }
  faults.push({ path: `${path}.${member}`, reason: 'must be an object' })
  return {}
}

type Members = Readonly<Record<string, unknown>>

function isName(type: string | undefined): type is UnverifiedSdeName {
  return type !== undefined && Object.hasOwn(unverifiedSdeTypes, type)
}
