import { type Static, type TSchema, Type } from 'typebox'

/**
 * Building blocks of answers, contract 1 section 4.3: "accept both, emit real types".
 * Only plain keywords are used, so that an answer is serialised by compiled code.
 */

/** A date as the configuration APIs write it, in UTC. */
export const ConfigDate = Type.String({ description: 'yyyy-MM-dd HH:mm:ss, UTC' })

/** A list of ids. */
export const Ids = Type.Immutable(Type.Array(Type.Integer()))

/** An expanded read-only view of an object that another one refers to, contract 1 section 4.3. */
export const NamedReference = Type.ReadonlyObject(
  Type.Object({ id: Type.Integer(), name: Type.String() }),
)

/** A schema of one JSON type, with null beside it. */
export function nullableSchema<S extends TSchema>(schema: S) {
  const type = 'type' in schema ? schema.type : undefined
  if (typeof type !== 'string') throw new TypeError('Only a schema of one JSON type may be null.')
  return Type.Unsafe<Static<S> | null>({ ...schema, type: [type, 'null'] })
}

/** What may be left of a value after `select`, contract 1 section 4.2. */
export type Selected<T> = T extends readonly (infer Item)[]
  ? readonly Selected<Item>[]
  : T extends object
    ? { readonly [K in keyof T]?: Selected<T[K]> }
    : T

/**
 * The schema of an answer cut down by `select`, contract 1 section 4.2: the same members, at every
 * depth, none of them required. What the schema does not name still cannot leave.
 */
export function selectedSchema<S extends TSchema>(schema: S) {
  return Type.Unsafe<Selected<Static<S>>>(withoutRequired(schema))
}

function withoutRequired(schema: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'required') continue
    kept[keyword] =
      keyword === 'items'
        ? withoutRequired(value)
        : keyword === 'properties'
          ? eachOf(value)
          : value
  }
  return kept
}

function eachOf(properties: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, withoutRequired(schema)]),
  )
}
