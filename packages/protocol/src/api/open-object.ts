import { type TSchema, Type } from 'typebox'
import { type Reader, refuse } from './input-reader.ts'
import { membersOf, pathOf, schemasOf } from './strict-input.ts'

/** An object with whatever else its author wrote. */
export type OpenObject = { readonly [member: string]: unknown }

/**
 * An object whose known members are read and whose other members are kept as they are, because clients write
 * back what they have read (contract 2 section 1.2). Known members that are null are left out, except where
 * they must be there.
 *
 * `others` reads members that the table does not name; `undefined` for a name: it is kept unread.
 */
export function openObject(
  readers: Readonly<Record<string, Reader<unknown>>>,
  options: {
    readonly required?: readonly string[]
    readonly others?: (name: string) => Reader<unknown> | undefined
    readonly description?: string
  } = {},
): Reader<OpenObject> {
  const { required = [], others = () => undefined, description } = options
  const known = new Map(Object.entries(readers))
  return {
    schema: describe(readers, required, description),
    read: (value, path, context) => {
      const members = membersOf(value, path, context)
      if (members === undefined) return undefined
      const before = context.faults.length
      for (const name of required) {
        const given = members.get(name)
        if (given === undefined || given === null) {
          refuse(context, pathOf(path, name), 'is required')
        }
      }
      const kept: [string, unknown][] = []
      for (const [name, member] of members) {
        const reader = known.get(name) ?? others(name)
        if (reader === undefined) kept.push([name, member])
        else if (member !== null) {
          kept.push([name, reader.read(member, pathOf(path, name), context)])
        }
      }
      return context.faults.length === before ? Object.fromEntries(kept) : undefined
    },
  }
}

function describe(
  readers: Readonly<Record<string, Reader<unknown>>>,
  required: readonly string[],
  description: string | undefined,
): TSchema {
  const properties = Object.entries(schemasOf(readers)).map(([name, schema]) => [
    name,
    required.includes(name) ? schema : Type.Optional(Type.Union([schema, Type.Null()])),
  ])
  return Type.Object(Object.fromEntries(properties), {
    additionalProperties: true,
    ...(description === undefined ? {} : { description }),
  })
}
