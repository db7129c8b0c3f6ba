import { Type } from 'typebox'
import { ConnectorBody } from './connector.ts'
import { configurationReaders } from './connector-fields.ts'
import { secretReader } from './connector-secret.ts'
import { nameText } from './entity-text.ts'
import { type InputContext, integer, type Reader, refuse } from './input-reader.ts'
import { membersOf, pathOf, refuseUnknown } from './strict-input.ts'

/** A connector of a kickstart file: the body that the API takes, and optionally its id. */
export type KickstartConnector = {
  readonly id?: number | undefined
  readonly name: string
  readonly type: number
  readonly configuration: Readonly<Record<string, unknown>>
}

const ownId = integer(1, Number.MAX_SAFE_INTEGER)
const type = integer(0, 2)
const members = { ...configurationReaders, clientSecret: secretReader }

/**
 * Reads the members of one. As everywhere in the file, one that has no name here is a fault. What they must be together,
 * and the keys, are read when the file is applied.
 */
export const kickstartConnector: Reader<KickstartConnector> = {
  schema: {
    ...ConnectorBody,
    properties: {
      id: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Left out: it follows from the name' }),
      ),
      ...Object(ConnectorBody)['properties'],
    },
    additionalProperties: false,
  },
  read: function parseKickstartConnector(value, path, context) {
    const given = membersOf(value, path, context)
    if (given === undefined) return undefined
    const before = context.faults.length
    refuseUnknown(given, ['id', 'name', 'type', 'configuration'], path, context)
    const at = (name: string) => pathOf(path, name)
    const id = given.has('id') ? ownId.read(given.get('id'), at('id'), context) : undefined
    const demand = <T>(name: string, reader: Reader<T>): T | undefined =>
      given.has(name)
        ? reader.read(given.get(name), at(name), context)
        : refuse(context, at(name), 'is required')
    const name = demand('name', nameText)
    const kind = demand('type', type)
    const configuration = readConfiguration(given.get('configuration'), at, context)
    if (context.faults.length > before || name === undefined || kind === undefined) return undefined
    return { id, name, type: kind, configuration }
  },
}

function readConfiguration(
  value: unknown,
  at: (name: string) => string,
  context: InputContext,
): Readonly<Record<string, unknown>> {
  const path = at('configuration')
  const given = membersOf(value ?? {}, path, context) ?? new Map<string, unknown>()
  refuseUnknown(given, Object.keys(members), path, context)
  for (const [name, reader] of Object.entries(members)) {
    const member = given.get(name)
    if (member === undefined || member === null || member === '') continue
    reader.read(member, pathOf(path, name), context)
  }
  return Object.fromEntries(given)
}
