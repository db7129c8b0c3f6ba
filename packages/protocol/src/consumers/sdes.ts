import { isObject } from '../json/is-object.ts'
import {
  authenticatedSdeTypes,
  type CustomerInfo,
  longestSdeText,
  mostSdeContacts,
  type PersonalInfo,
  type SdeField,
  type SdeFields,
  type SdeForm,
  unauthenticatedSdeTypes,
} from './sde-fields.ts'

/** What a token told of its consumer by `lp_sdes`, read. */
export type AuthenticatedSdes = {
  readonly ctmrinfo?: CustomerInfo
  readonly personal?: PersonalInfo
}

/** One thing that is wrong. Path and reason hold no value of the consumer's. */
export type SdeFault = { readonly path: string; readonly reason: string }

export type SdesReading =
  | {
      readonly ok: true
      readonly sdes: AuthenticatedSdes
      /** Paths of unknown members that were left out. */
      readonly dropped: readonly string[]
    }
  | { readonly ok: false; readonly faults: readonly SdeFault[] }

/** Faults after which no more are told. */
export const mostSdeFaults = 50

type Context = {
  readonly faults: SdeFault[]
  readonly dropped: string[]
  readonly unknown: 'refuse' | 'drop'
  /** Whether nobody vouches for them: then every field of the tables may be there. */
  readonly unvouched?: boolean
}

/**
 * Reads `lp_sdes` (contract 3 sections 5.2 and 7): a list of at most one `ctmrinfo` and one `personal`, of which only
 * the fields that a token may vouch for. All faults are told at once. `null` counts as absent. Members that the tables
 * do not know are faults, or left out with `unknown: 'drop'`; a known field of a wrong kind is always a fault.
 */
export function readSdes(value: unknown, unknown: 'refuse' | 'drop' = 'refuse'): SdesReading {
  const context: Context = { faults: [], dropped: [], unknown }
  const sdes = readList(value, context)
  if (context.faults.length > 0) return { ok: false, faults: context.faults }
  return { ok: true, sdes, dropped: context.dropped }
}

/** Reads an object by its table, for whom nobody vouches for what it says; adds what is wrong to `faults`. */
export function readSdeMembers(
  members: Members,
  fields: SdeFields,
  path: string,
  faults: SdeFault[],
): Members {
  const context: Context = { faults, dropped: [], unknown: 'refuse', unvouched: true }
  return readFields(members, fields, path, context)
}

function readList(value: unknown, context: Context): AuthenticatedSdes {
  const found: { ctmrinfo?: CustomerInfo; personal?: PersonalInfo } = {}
  if (!Array.isArray(value)) {
    const isText = typeof value === 'string'
    const hint = isText ? ', not JSON inside of text' : ', such as [{"type":"personal",…}]'
    fault(context, 'lp_sdes', `must be a list${hint}`)
    return found
  }
  const items: readonly unknown[] = value
  for (const [index, item] of items.entries()) {
    if (context.faults.length >= mostSdeFaults) break
    readItem(item, `lp_sdes[${index}]`, found, context)
  }
  return found
}

function readItem(
  item: unknown,
  path: string,
  found: { ctmrinfo?: CustomerInfo; personal?: PersonalInfo },
  context: Context,
): void {
  if (!isObject(item)) {
    fault(context, path, 'must be an object')
    return
  }
  const { type } = item
  if (type !== 'ctmrinfo' && type !== 'personal') {
    refuseType(type, path, context)
    return
  }
  const { member, fields } = authenticatedSdeTypes[type]
  for (const name of Object.keys(item)) {
    if (name !== 'type' && name !== member) refuseName(name, [member], path, context)
  }
  if (found[type] !== undefined) {
    fault(context, path, `is a second ${type}; one token has one`)
    return
  }
  const body = item[member]
  const place = `${path}.${member}`
  if (!isObject(body)) {
    fault(context, place, 'must be an object')
    return
  }
  const read = readFields(body, fields, place, context)
  // Each field was read by the table that the type describes.
  if (type === 'ctmrinfo') found.ctmrinfo = read as CustomerInfo
  else found.personal = read as PersonalInfo
}

function refuseType(type: unknown, path: string, context: Context): void {
  if (typeof type !== 'string') {
    fault(context, `${path}.type`, 'must be ctmrinfo or personal')
  } else if (context.unknown === 'drop') {
    drop(context, path)
  } else {
    const isKnown = unauthenticatedSdeTypes.some((one) => one === type)
    const reason = isKnown ? 'cannot be vouched for by a token' : 'must be ctmrinfo or personal'
    fault(context, `${path}.type`, reason)
  }
}

function readFields(
  members: Members,
  fields: SdeFields,
  path: string,
  context: Context,
): Readonly<Record<string, unknown>> {
  const read: [string, unknown][] = []
  for (const [name, value] of Object.entries(members)) {
    if (context.faults.length >= mostSdeFaults) break
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined) refuseName(name, Object.keys(fields), path, context)
    else if (!field.authenticated && context.unvouched !== true) {
      fault(context, `${path}.${name}`, 'cannot be vouched for by a token')
    } else if (value !== null) {
      const result = readField(value, field, `${path}.${name}`, context)
      if (result !== undefined) read.push([name, result])
    }
  }
  for (const [name, { required }] of Object.entries(fields)) {
    if (required === true && (members[name] ?? undefined) === undefined) {
      fault(context, `${path}.${name}`, 'must be there')
    }
  }
  return Object.fromEntries(read)
}

function refuseName(name: string, known: readonly string[], path: string, context: Context): void {
  const place = `${path}.${printable(name)}`
  if (context.unknown === 'drop') {
    drop(context, place)
    return
  }
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const meant = known.find((one) => one.toLowerCase() === plain)
  fault(context, place, meant === undefined ? 'is not a known field' : `must be spelled ${meant}`)
}

function readField(value: unknown, field: SdeField, path: string, context: Context): unknown {
  switch (field.kind) {
    case 'text':
      return readText(value, field.form, path, context)
    case 'integer':
      if (Number.isInteger(value) && Number(value) >= field.min && Number(value) <= field.max) {
        return value
      }
      return fault(context, path, `must be a whole number from ${field.min} to ${field.max}`)
    case 'double':
      return typeof value === 'number' ? value : fault(context, path, 'must be a number')
    case 'enum':
      if (typeof value === 'string' && field.values.includes(value)) return value
      return fault(context, path, `must be one of ${field.values.join(', ')}`)
    case 'date':
      return readDate(value, path, context)
    case 'object':
      if (!isObject(value)) return fault(context, path, 'must be an object')
      return readFields(value, field.fields, path, context)
    case 'list':
      return readObjects(value, field, path, context)
    case 'texts':
      return readTexts(value, field.most, path, context)
    case 'truth':
      return typeof value === 'boolean' ? value : fault(context, path, 'must be true or false')
  }
}

function readObjects(
  value: unknown,
  { fields, most = mostSdeContacts }: Extract<SdeField, { readonly kind: 'list' }>,
  path: string,
  context: Context,
): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return fault(context, path, 'must be a list')
  if (value.length > most) return fault(context, path, `must have at most ${most} entries`)
  const items: readonly unknown[] = value
  return items.map((item, index) => {
    const place = `${path}[${index}]`
    if (!isObject(item)) return fault(context, place, 'must be an object')
    return readFields(item, fields, place, context)
  })
}

function readTexts(
  value: unknown,
  most: number,
  path: string,
  context: Context,
): readonly unknown[] | undefined {
  if (!Array.isArray(value)) return fault(context, path, 'must be a list of texts')
  if (value.length > most) return fault(context, path, `must have at most ${most} entries`)
  const items: readonly unknown[] = value
  return items.map((item, index) => readText(item, undefined, `${path}[${index}]`, context))
}

function readText(
  value: unknown,
  form: SdeForm | undefined,
  path: string,
  context: Context,
): string | undefined {
  if (typeof value === 'number') return fault(context, path, 'must be text: put it in quotes')
  if (typeof value !== 'string') return fault(context, path, 'must be text')
  const reason = textFault(value)
  if (reason !== undefined) return fault(context, path, reason)
  return form === undefined || form.pattern.test(value) ? value : fault(context, path, form.reason)
}

/** What no text of a profile may be; `undefined`: it is fine. */
export function textFault(value: string): string | undefined {
  if (value.length > longestSdeText) return `must have at most ${longestSdeText} characters`
  // A lone surrogate or a NUL cannot be kept by every database, and no name has one.
  if (!value.isWellFormed()) return 'must be well-formed Unicode'
  return /\p{Cc}/u.test(value) ? 'must hold no control characters' : undefined
}

function readDate(value: unknown, path: string, context: Context): unknown {
  if (!isObject(value)) return fault(context, path, 'must be an object of day, month and year')
  for (const name of Object.keys(value)) {
    if (!dateNames.includes(name)) refuseName(name, dateNames, path, context)
  }
  const { day, month, year } = value
  if (!isCalendarDay(year, month, day)) {
    return fault(context, path, 'must be a day of the calendar: day, month (1 to 12) and year')
  }
  return { day, month, year }
}

const dateNames = ['day', 'month', 'year']

function isCalendarDay(year: unknown, month: unknown, day: unknown): boolean {
  const given = [year, month, day]
  if (!given.every((part) => Number.isInteger(part))) return false
  const [y, m, d] = given.map(Number) as [number, number, number]
  if (y < 1800 || y > 9999) return false
  const date = new Date(Date.UTC(y, m - 1, d))
  return date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d
}

type Members = Readonly<Record<string, unknown>>

/** A name that somebody else chose, fit to be shown. */
function printable(name: string): string {
  const plain = name.slice(0, 40).replace(/[^\p{L}\p{N}_ .:-]/gu, '?')
  return name.length > 40 ? `${plain}…` : plain
}

function fault(context: Context, path: string, reason: string): undefined {
  if (context.faults.length < mostSdeFaults) context.faults.push({ path, reason })
}

function drop(context: Context, path: string): void {
  if (context.dropped.length < mostSdeFaults) context.dropped.push(path)
}
