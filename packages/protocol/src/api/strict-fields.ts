import type { TSchema } from 'typebox'
import type { Reader } from './input-reader.ts'
import { type InputFields, type InputOf, inputSchema, object } from './parse-input.ts'
import { membersOf, refuseUnknown } from './strict-input.ts'

/** An object that is read by a table of fields, and in which every member has a name of the table. */
export function strictFields<F extends InputFields>(fields: F): Reader<InputOf<F, 'create'>> {
  const known = object(fields)
  const names = Object.keys(fields)
  const schema: TSchema = { ...inputSchema(fields, 'create'), additionalProperties: false }
  return {
    schema,
    read: function parseStrictly(value, path, context) {
      const members = membersOf(value, path, context)
      if (members === undefined) return undefined
      refuseUnknown(members, names, path, context)
      return known.read(value, path, context) as InputOf<F, 'create'> | undefined
    },
  }
}
