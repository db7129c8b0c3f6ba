import {
  type InputFields,
  inputListSchema,
  inputSchema,
  parseInput,
  parseInputList,
} from './parse-input.ts'

/**
 * The bodies that the seven methods of one kind of entity take, contract 1 sections 4.1 and 5.1, from its one
 * table of fields: how each is read, and its schema for the published API.
 */
export function entityBodies<F extends InputFields>(fields: F) {
  return {
    parse: {
      /** One that is replaced. */
      one: (body: unknown) => parseInput(fields, body, 'update'),
      /** New ones, or a single one. */
      created: (body: unknown) => parseInputList(fields, body, 'create'),
      /** Several that are replaced. */
      updated: (body: unknown) => parseInputList(fields, body, 'update'),
    },
    schemas: {
      create: inputListSchema(fields, 'create'),
      update: inputSchema(fields, 'update'),
      updateMany: inputListSchema(fields, 'update'),
    },
  }
}
