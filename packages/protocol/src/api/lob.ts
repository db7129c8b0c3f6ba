import { type Static, Type } from 'typebox'
import { descriptionText, nameText } from './entity-text.ts'
import type { InputMode, ParseResult } from './input-reader.ts'
import {
  type EntityInput,
  type EntityListInput,
  inputListSchema,
  inputSchema,
  optional,
  parseInput,
  parseInputList,
  required,
} from './parse-input.ts'
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

/** A line of business as a client writes it. */
export type LobInput<M extends InputMode = InputMode> = EntityInput<typeof lobFields, M>

/** A bulk body of lines of business. */
export type LobInputList<M extends InputMode = InputMode> = EntityListInput<typeof lobFields, M>

/** Reads the body of one of the lines of business, contract 1 section 5.1. */
export function parseLobInput<M extends InputMode>(
  body: unknown,
  mode: M,
): ParseResult<LobInput<M>> {
  return parseInput(lobFields, body, mode)
}

/** Reads a bulk body of lines of business, contract 1 section 5.1. */
export function parseLobInputList<M extends InputMode>(
  body: unknown,
  mode: M,
): ParseResult<LobInputList<M>> {
  return parseInputList(lobFields, body, mode)
}

/** The body of one of the lines of business, for the published API. */
export const LobBody = {
  create: inputSchema(lobFields, 'create'),
  update: inputSchema(lobFields, 'update'),
}

/** A bulk body of lines of business, for the published API. */
export const LobListBody = {
  create: inputListSchema(lobFields, 'create'),
  update: inputListSchema(lobFields, 'update'),
}
