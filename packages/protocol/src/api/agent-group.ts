import { type Static, Type } from 'typebox'
import { entityBodies } from './entity-bodies.ts'
import { descriptionText, nameText } from './entity-text.ts'
import { entityId, flag, nullable } from './input-reader.ts'
import { optional, required, requiredOn } from './parse-input.ts'
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

/** The bodies of agent groups, contract 1 section 5.1. */
export const agentGroupBodies = entityBodies(agentGroupFields)
