import { type Static, Type } from 'typebox'
import { entityBodies } from './entity-bodies.ts'
import { descriptionText, nameText } from './entity-text.ts'
import { optional, required } from './parse-input.ts'
import { ConfigDate, selectedSchema } from './response-schema.ts'

/** A line of business on the wire, contract 1 section 5.1. */
export const Lob = Type.ReadonlyObject(
  Type.Object({
    id: Type.Integer(),
    deleted: Type.Boolean(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    dateUpdated: Type.Optional(ConfigDate),
  }),
)
export type Lob = Static<typeof Lob>

/** A line of business cut down by `select`, contract 1 section 4.2. */
export const SelectedLob = selectedSchema(Lob)

/** What a client may write of a line of business, contract 1 section 5.1. */
export const lobFields = {
  name: required(nameText),
  description: optional(descriptionText),
}

/** The bodies of lines of business, contract 1 section 5.1. */
export const lobBodies = entityBodies(lobFields)
