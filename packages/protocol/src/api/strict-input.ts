import { type TSchema, Type } from 'typebox'
import { type InputContext, type Reader, refuse } from './input-reader.ts'

/**
 * Readers of our own bodies, under `/watchword/` and `/operator/`: types are what they are, and a
 * member that is not known is a fault. Each carries its JSON Schema.
 */

/** A whole number within bounds; its text is refused. */
export function wholeNumber(minimum: number, maximum: number): Reader<number> {
  return {
    schema: Type.Integer({ minimum, maximum }),
    read: (value, path, context) => {
      const isWithin = Number.isInteger(value) && inside(Number(value), minimum, maximum)
      return isWithin
        ? Number(value)
        : refuse(context, path, `must be a whole number from ${minimum} to ${maximum}`)
    },
  }
}

function inside(value: number, minimum: number, maximum: number): boolean {
  return minimum <= value && value <= maximum
}

/** A truth value; its text is refused. */
export const truth: Reader<boolean> = {
  schema: Type.Boolean(),
  read: (value, path, context) =>
    typeof value === 'boolean' ? value : refuse(context, path, 'must be true or false'),
}

/** One of some words. */
export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return {
    schema: Type.Unsafe<T>({ type: 'string', enum: [...values] }),
    read: (value, path, context) =>
      values.find((one) => one === value) ??
      refuse(context, path, `must be one of ${values.join(', ')}`),
  }
}

/** The members of a value that must be an object; `undefined`, with the fault reported, if it is none. */
export function membersOf(
  value: unknown,
  path: string,
  context: InputContext,
): ReadonlyMap<string, unknown> | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return new Map(Object.entries(value))
  }
  return refuse(context, path, 'must be an object')
}

/** Reports every member that nothing reads. */
export function refuseUnknown(
  members: ReadonlyMap<string, unknown>,
  known: readonly string[],
  path: string,
  context: InputContext,
): void {
  for (const name of members.keys()) {
    if (known.includes(name)) continue
    refuse(context, pathOf(path, name), `is not known; known are ${known.join(', ')}`)
  }
}

/** The path of a member. A name that the client made up has an end here. */
export function pathOf(path: string, name: string): string {
  const short = name.length > 64 ? `${name.slice(0, 64)}…` : name
  return path === '' ? short : `${path}.${short}`
}

/** An object of these members and no other; all must be there. */
export function strictObject<R extends Readonly<Record<string, Reader<unknown>>>>(
  readers: R,
): Reader<{ readonly [K in keyof R]: R[K] extends Reader<infer T> ? T : never }> {
  type Value = { readonly [K in keyof R]: R[K] extends Reader<infer T> ? T : never }
  return {
    schema: Type.Object(schemasOf(readers), { additionalProperties: false }),
    read: function parseMembers(value, path, context) {
      const members = membersOf(value, path, context)
      if (members === undefined) return undefined
      refuseUnknown(members, Object.keys(readers), path, context)
      const before = context.faults.length
      const read = Object.entries(readers).map(([name, reader]) => [
        name,
        members.has(name)
          ? reader.read(members.get(name), pathOf(path, name), context)
          : refuse(context, pathOf(path, name), 'must be there'),
      ])
      return context.faults.length === before ? (Object.fromEntries(read) as Value) : undefined
    },
  }
}

/** The schemas of a table of readers. */
export function schemasOf(
  readers: Readonly<Record<string, Reader<unknown>>>,
): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(readers).map(([name, { schema }]) => [name, schema]))
}
