import { type TSchema, Type } from 'typebox'
import { isObject } from '../json/is-object.ts'
import {
  entityId,
  type InputContext,
  type InputMode,
  ids,
  type ParseResult,
  type Read,
  type Reader,
  readEach,
  refuse,
} from './input-reader.ts'

/**
 * Request bodies of the account-config entities, contract 1 sections 4.3, 5 and 5.1, read by one
 * engine from one table of fields per entity. Every fault is told at once; members that the table
 * does not name, read-only ones among them, are accepted and ignored, because the reference's
 * clients write back what they have read.
 */

/** When a field must be there. An optional field may also be null, as many clients write absence. */
export type Presence = 'always' | InputMode | 'optional'

/** One field of a body: how its value is read, and when it must be there. */
export type InputField<T, P extends Presence = Presence> = Reader<T> & { readonly presence: P }

/** The table of an entity. */
export type InputFields = { readonly [name: string]: InputField<unknown> }

type ValueOf<F> = F extends InputField<infer T> ? T : never

type Demanded<F, M> = {
  [K in keyof F]: F[K] extends { readonly presence: infer P }
    ? P extends 'always'
      ? K
      : [M] extends [P]
        ? K
        : never
    : never
}[keyof F]

type Members = Readonly<Record<string, unknown>>

type Flat<T> = { [K in keyof T]: T[K] }

/** The typed value of a table. Absent and null differ: absent fields are not in the object. */
export type InputOf<F extends InputFields, M extends InputMode = InputMode> = Flat<
  { readonly [K in Demanded<F, M>]: ValueOf<F[K]> } & {
    readonly [K in Exclude<keyof F, Demanded<F, M>>]?: ValueOf<F[K]> | null
  }
>

/** A body that may name the object it replaces. On create an `id` is ignored. */
export type EntityInput<F extends InputFields, M extends InputMode = InputMode> = Flat<
  InputOf<F, M> & (M extends 'update' ? { readonly id?: number | null } : unknown)
>

/** An element of a bulk body: on update each names its object. */
export type EntityListItem<F extends InputFields, M extends InputMode = InputMode> = Flat<
  InputOf<F, M> & (M extends 'update' ? { readonly id: number } : unknown)
>

/** A bulk body. `single`: one bare object was sent, so one object (and `location`) is answered. */
export type EntityListInput<F extends InputFields, M extends InputMode = InputMode> = {
  readonly single: boolean
  readonly items: readonly EntityListItem<F, M>[]
}

/** The most objects of one bulk body: as many as an account may have users, section 4.6. */
export const maxBulkItems = 18_000

/** A field that must be there; null is refused unless its reader takes it. */
export function required<T>(reader: Reader<T>): InputField<T, 'always'> {
  return { ...reader, presence: 'always' }
}

/** A field that must be there in one mode; in the other it is optional. */
export function requiredOn<T, M extends InputMode>(mode: M, reader: Reader<T>): InputField<T, M> {
  return { ...reader, presence: mode }
}

/** A field that may be absent or null. */
export function optional<T>(reader: Reader<T>): InputField<T, 'optional'> {
  return { ...reader, presence: 'optional' }
}

/** An object within a body, read by its own table. */
export function object<F extends InputFields>(fields: F): Reader<InputOf<F>> {
  const read = readFields(fields)
  return {
    schema: objectSchema(fields, 'update'),
    read: (value, path, context) => read(value, path, context) as InputOf<F> | undefined,
  }
}

/** Reads a body of one object. */
export function parseInput<F extends InputFields, M extends InputMode>(
  fields: F,
  body: unknown,
  mode: M,
): ParseResult<EntityInput<F, M>> {
  const context: InputContext = { mode, faults: [] }
  const value = readFields(identified(fields, mode, 'optional'))(body, '', context)
  return resultOf(value as EntityInput<F, M> | undefined, context)
}

/** Reads a bulk body, or a bare object as a list of one. No two elements may name one object. */
export function parseInputList<F extends InputFields, M extends InputMode>(
  fields: F,
  body: unknown,
  mode: M,
): ParseResult<EntityListInput<F, M>> {
  const context: InputContext = { mode, faults: [] }
  const single = !Array.isArray(body)
  const read = distinct(readFields(identified(fields, mode, 'always')))
  const items = single ? [read(body, '', context)] : readEach(read, maxBulkItems)(body, '', context)
  const value = { single, items: (items ?? []) as readonly EntityListItem<F, M>[] }
  return resultOf(value, context)
}

const idList = ids(maxBulkItems)

/** Reads the body of a bulk delete, contract 1 section 4.1: ids as strings or numbers, each once. */
export function parseIdList(body: unknown): ParseResult<readonly number[]> {
  const context: InputContext = { mode: 'update', faults: [] }
  return resultOf(idList.read(body, '', context), context)
}

/** The JSON Schema of the body of a bulk delete, for the published API. */
export const IdList: TSchema = idList.schema

/** The JSON Schema of a body of one object, from the same table, for the published API. */
export function inputSchema(fields: InputFields, mode: InputMode): TSchema {
  return objectSchema(identified(fields, mode, 'optional'), mode)
}

/** The JSON Schema of a bulk body, for the published API: an array, or one bare object. */
export function inputListSchema(fields: InputFields, mode: InputMode): TSchema {
  const item = objectSchema(identified(fields, mode, 'always'), mode)
  return Type.Union([Type.Array(item, { maxItems: maxBulkItems }), item])
}

function identified(fields: InputFields, mode: InputMode, presence: Presence): InputFields {
  return mode === 'update' ? { id: { ...entityId, presence }, ...fields } : fields
}

/** Refuses a second object with an id that an earlier one had. */
function distinct(read: Read<Members>): Read<Members> {
  const seen = new Set<unknown>()
  return (value, path, context) => {
    const item = read(value, path, context)
    const id = item?.['id']
    if (id === undefined) return item
    if (seen.has(id)) return refuse(context, memberPath(path, 'id'), 'is named twice')
    seen.add(id)
    return item
  }
}

function readFields(fields: InputFields): Read<Members> {
  const entries = Object.entries(fields)
  return (body, path, context) => {
    if (!isObject(body)) return refuse(context, path, 'must be an object')
    const members: Record<string, unknown> = {}
    let sound = true
    for (const [name, field] of entries) {
      const value = Object.hasOwn(body, name) ? body[name] : undefined
      const member = readMember(field, value, memberPath(path, name), context)
      if (member === undefined) sound &&= value === undefined && !isDemanded(field, context.mode)
      else members[name] = member
    }
    return sound ? members : undefined
  }
}

function readMember(
  field: InputField<unknown>,
  value: unknown,
  path: string,
  context: InputContext,
): unknown {
  const demanded = isDemanded(field, context.mode)
  if (value === undefined) return demanded ? refuse(context, path, 'is required') : undefined
  return value === null && !demanded ? null : field.read(value, path, context)
}

function isDemanded({ presence }: InputField<unknown>, mode: InputMode): boolean {
  return presence === 'always' || presence === mode
}

function objectSchema(fields: InputFields, mode: InputMode): TSchema {
  const properties: Record<string, TSchema> = {}
  for (const [name, field] of Object.entries(fields)) {
    const { schema } = field
    properties[name] = isDemanded(field, mode)
      ? schema
      : Type.Optional(Type.Union([schema, Type.Null()]))
  }
  return Type.Object(properties)
}

function memberPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function resultOf<T>(value: T | undefined, context: InputContext): ParseResult<T> {
  if (value === undefined || context.faults.length > 0) return { ok: false, faults: context.faults }
  return { ok: true, value }
}
