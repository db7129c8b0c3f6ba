import { type Static, Type } from 'typebox'
import { entityBodies } from './entity-bodies.ts'
import { descriptionText, nameText, surveyIdText } from './entity-text.ts'
import { entityId, flag, ids, integer, list } from './input-reader.ts'
import { object, optional, required } from './parse-input.ts'
import { ConfigDate, Ids, nullableSchema, selectedSchema } from './response-schema.ts'

/** One step of a skill's routing, contract 1 section 5.1. */
export const SkillRoute = Type.ReadonlyObject(
  Type.Object({
    agentGroupId: Type.Integer(),
    priority: Type.Integer(),
    splitPercentage: Type.Integer(),
  }),
)
export type SkillRoute = Static<typeof SkillRoute>

const MaybeInteger = Type.Optional(nullableSchema(Type.Integer()))
const MaybeText = Type.Optional(nullableSchema(Type.String()))

/** A skill on the wire, contract 1 section 5.1. A null `skillTransferList` means every skill. */
export const Skill = Type.ReadonlyObject(
  Type.Object({
    id: Type.Integer(),
    deleted: Type.Boolean(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    skillOrder: Type.Optional(Type.Integer()),
    maxWaitTime: Type.Optional(Type.Integer()),
    dateUpdated: Type.Optional(ConfigDate),
    lobIds: Type.Optional(Ids),
    canTransfer: Type.Optional(Type.Boolean()),
    skillTransferList: Type.Optional(nullableSchema(Ids)),
    skillRoutingConfiguration: Type.Optional(Type.Immutable(Type.Array(SkillRoute))),
    workingHoursId: MaybeInteger,
    specialOccasionId: MaybeInteger,
    fallbackSkill: MaybeInteger,
    fallbackWhenAllAgentsAreAway: Type.Optional(Type.Boolean()),
    wrapUpTime: MaybeInteger,
    slaDefaultResponseTime: MaybeInteger,
    slaUrgentResponseTime: MaybeInteger,
    slaFirstTimeResponseTime: MaybeInteger,
    autoCloseInSeconds: MaybeInteger,
    transferToAgentMaxWaitInSeconds: MaybeInteger,
    agentSurveyForMsgId: MaybeInteger,
    agentSurveyForMsgTimeoutInMinutes: MaybeInteger,
    defaultPostChatSurveyId: MaybeText,
    defaultOfflineSurveyId: MaybeText,
    defaultAgentSurveyId: MaybeText,
    postConversationSurveyAppInstallAssociationId: MaybeText,
  }),
)
export type Skill = Static<typeof Skill>

/** A skill cut down by `select`, contract 1 section 4.2. */
export const SelectedSkill = selectedSchema(Skill)

const duration = integer(0, 2_147_483_647)

/**
 * What a client may write of a skill, contract 1 section 5.1: only the name is required. Null means
 * none, or for `skillTransferList` every skill; the defaults (`maxWaitTime` 120, `canTransfer` and
 * `fallbackWhenAllAgentsAreAway` true) are the domain's.
 */
export const skillFields = {
  name: required(nameText),
  description: optional(descriptionText),
  skillOrder: optional(integer(-2_147_483_648, 2_147_483_647)),
  maxWaitTime: optional(duration),
  lobIds: optional(ids(1000)),
  canTransfer: optional(flag),
  skillTransferList: optional(ids(10_000)),
  skillRoutingConfiguration: optional(
    list(
      object({
        agentGroupId: required(entityId),
        priority: required(integer(0, 1_000_000)),
        splitPercentage: required(integer(0, 100)),
      }),
      1000,
    ),
  ),
  workingHoursId: optional(entityId),
  specialOccasionId: optional(entityId),
  fallbackSkill: optional(entityId),
  fallbackWhenAllAgentsAreAway: optional(flag),
  wrapUpTime: optional(duration),
  slaDefaultResponseTime: optional(duration),
  slaUrgentResponseTime: optional(duration),
  slaFirstTimeResponseTime: optional(duration),
  autoCloseInSeconds: optional(duration),
  transferToAgentMaxWaitInSeconds: optional(duration),
  agentSurveyForMsgId: optional(entityId),
  agentSurveyForMsgTimeoutInMinutes: optional(duration),
  defaultPostChatSurveyId: optional(surveyIdText),
  defaultOfflineSurveyId: optional(surveyIdText),
  defaultAgentSurveyId: optional(surveyIdText),
  postConversationSurveyAppInstallAssociationId: optional(surveyIdText),
}

/** The bodies of skills, contract 1 section 5.1. */
export const skillBodies = entityBodies(skillFields)
