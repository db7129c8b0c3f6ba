import { type Static, Type } from 'typebox'
import { descriptionText, nameText } from './entity-text.ts'
import { entityId, flag, type InputMode, nullable, type ParseResult } from './input-reader.ts'
import {
  type EntityInput,
  type EntityListInput,
  inputListSchema,
  inputSchema,
  optional,
  parseInput,
  parseInputList,
  required,
  requiredOn,
} from './parse-input.ts'
import { ConfigDate, nullableSchema, selectedSchema } from './response-schema.ts'

/** An agent group on the wire, contract 1 section 5.1. Only the single root has no parent. */
export const AgentGroup = Type.ReadonlyObject(
  Type.Object({
    id: Type.Integer(),
    deleted: Type.Boolean(),
    name: Type.String(),
    parentGroupId: Type.Optional(nullableSchema(Type.Integer())),
    isEnabled: Type.Optional(Type.Boolean()),
    description: Type.Optional(Type.String()),
    dateUpdated: Type.Optional(ConfigDate),
  }),
)
export type AgentGroup = Static<typeof AgentGroup>

/** An agent group cut down by `select`, contract 1 section 4.2. */
export const SelectedAgentGroup = selectedSchema(AgentGroup)

/**
 * What a client may write of an agent group, contract 1 section 5.1. `parentGroupId` must be there
 * and is null for the root alone. Without `isEnabled` a new group is enabled; a replacement must
 * say it.
 */
export const agentGroupFields = {
  name: required(nameText),
  parentGroupId: required(nullable(entityId)),
  isEnabled: requiredOn('update', flag),
  description: optional(descriptionText),
}

/** An agent group as a client writes it. */
export type AgentGroupInput<M extends InputMode = InputMode> = EntityInput<
  typeof agentGroupFields,
  M
>

/** A bulk body of agent groups. */
export type AgentGroupInputList<M extends InputMode = InputMode> = EntityListInput<
  typeof agentGroupFields,
  M
>

/** Reads the body of one of the agent groups, contract 1 section 5.1. */
export function parseAgentGroupInput<M extends InputMode>(
  body: unknown,
  mode: M,
): ParseResult<AgentGroupInput<M>> {
  return parseInput(agentGroupFields, body, mode)
}

/** Reads a bulk body of agent groups, contract 1 section 5.1. */
export function parseAgentGroupInputList<M extends InputMode>(
  body: unknown,
  mode: M,
): ParseResult<AgentGroupInputList<M>> {
  return parseInputList(agentGroupFields, body, mode)
}

/** The body of one of the agent groups, for the published API. */
export const AgentGroupBody = {
  create: inputSchema(agentGroupFields, 'create'),
  update: inputSchema(agentGroupFields, 'update'),
}

/** A bulk body of agent groups, for the published API. */
export const AgentGroupListBody = {
  create: inputListSchema(agentGroupFields, 'create'),
  update: inputListSchema(agentGroupFields, 'update'),
}
