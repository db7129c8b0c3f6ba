import { type TSchema, Type } from 'typebox'
import { shownFields, targetFields } from './engagement-fields.ts'
import type { InputMode, ParseResult } from './input-reader.ts'
import type { OpenObject } from './open-object.ts'
import { faultOfCarried, otherMembers, withoutEmptyTexts } from './open-values.ts'
import { inputSchema, parseInput } from './parse-input.ts'
import { ConfigDate, nullableSchema } from './response-schema.ts'

/** What an engagement is offered on, and by which software. */
export type ConversationType = 0 | 1
export type EngagementChannel = 1 | 2
export type EngagementSource = 0 | 12

/**
 * Engagements on the wire (contract 3 section 11). As with the other configuration objects, numbers and truth values may be
 * texts, and a member that is null is one that is not set. Members that have no name here come back as they were sent.
 */
export type EngagementInput = {
  /** As the body says it; it names no other object than the path does. */
  readonly id: number | undefined
  readonly name: string
  readonly description: string
  readonly enabled: boolean
  readonly connectorId: number | undefined
  /** `undefined`: it follows from the connector. */
  readonly allowUnauthMsg: boolean | undefined
  readonly conversationType: ConversationType
  readonly channel: EngagementChannel
  readonly source: EngagementSource
  readonly skillId: number | undefined
  /** `undefined`: for every language. */
  readonly language: string | undefined
  readonly weight: number
  readonly windowId: string | number | undefined
  /** Empty: everywhere. */
  readonly entryPoints: readonly string[]
  /** What is kept, and comes back: how it looks, and members that have no name here. */
  readonly carried: OpenObject
}

const fields = { ...targetFields, ...shownFields }

/** Ours to say: sent back, they change nothing. */
const readOnly = [
  ...['id', 'campaignId', 'engagementRevision', 'skillName', 'deleted', 'isDeleted'],
  ...['createdDate', 'modifiedDate'],
]
const known = new Set([...Object.keys(fields), ...readOnly])

/** The names of members that a body may have and that mean something. */
export const engagementMembers: readonly string[] = Object.keys(fields)

/** Reads a body. */
export function parseEngagement(body: unknown, mode: InputMode): ParseResult<EngagementInput> {
  const read = parseInput(fields, withoutEmptyTexts(body), mode)
  const other = otherMembers(body, known)
  if (!read.ok) return { ok: false, faults: [...read.faults, ...faultOfCarried(other, {})] }
  const given = read.value
  const { id } = given as { readonly id?: number | null }
  const channel = given.channel ?? 1
  const skillId = given.skillId === -1 ? undefined : (given.skillId ?? undefined)
  const shown = completeShown(given, skillId)
  const faults = faultOfCarried(other, shown)
  if (faults.length > 0) return { ok: false, faults }
  const value = {
    id: id ?? undefined,
    name: given.name,
    description: given.description ?? '',
    enabled: given.enabled ?? true,
    connectorId: given.connectorId ?? undefined,
    allowUnauthMsg: given.allowUnauthMsg ?? undefined,
    conversationType: given.conversationType ?? 1,
    channel,
    source: given.source ?? (channel === 1 ? 0 : 12),
    skillId,
    language: given.language ?? undefined,
    weight: given.weight ?? 0,
    windowId: given.windowId ?? undefined,
    entryPoints: given.entryPoints ?? [],
    carried: { ...other, ...shown },
  }
  return { ok: true, value }
}

type GivenShown = { readonly [K in keyof typeof shownFields]?: unknown }

/** How it looks, with every default set: a button that sticks to the side of the page. */
function completeShown(given: GivenShown, skillId: number | undefined): OpenObject {
  const type = given.type ?? 6
  return {
    appInstallationId: given.appInstallationId ?? null,
    isPopOut: given.isPopOut ?? false,
    isUnifiedWindow: given.isUnifiedWindow ?? true,
    useSystemRouting: given.useSystemRouting ?? skillId === undefined,
    renderingType: given.renderingType ?? 0,
    type,
    subType: given.subType ?? (type === 6 ? 24 : null),
    onsiteLocations: given.onsiteLocations ?? [],
    visitorBehaviors: given.visitorBehaviors ?? [],
    zones: given.zones ?? [],
    availabilityPolicy: given.availabilityPolicy ?? 0,
    availabilityPolicyForMessaging: given.availabilityPolicyForMessaging ?? null,
    timeInQueue: given.timeInQueue ?? 0,
    followMePages: given.followMePages ?? 0,
    followMeTime: given.followMeTime ?? 0,
    position: given.position ?? null,
    displayInstances: given.displayInstances ?? [],
    externalTargets: given.externalTargets ?? null,
  }
}

/** For the published API: what may be sent. */
export const EngagementBody: TSchema = {
  ...inputSchema(fields, 'create'),
  additionalProperties: true,
}

const maybe = Type.Optional<TSchema>
const whole = Type.Integer()

/** An engagement, contract 3 section 11. `fields` may leave out any of its members. */
export const EngagementObject = Type.Object(
  {
    id: maybe(whole),
    campaignId: maybe(whole),
    engagementRevision: maybe(Type.Integer({ description: 'Counts the changes of this one' })),
    name: maybe(Type.String()),
    description: maybe(Type.String()),
    enabled: maybe(Type.Boolean()),
    connectorId: maybe(nullableSchema(whole)),
    allowUnauthMsg: maybe(Type.Boolean()),
    conversationType: maybe(Type.Integer({ description: '0 chat, 1 messaging' })),
    channel: maybe(Type.Integer({ description: '1 web, 2 mobile app' })),
    source: maybe(Type.Integer({ description: '0 web, 12 mobile SDK' })),
    skillId: maybe(nullableSchema(whole)),
    skillName: maybe(nullableSchema(Type.String())),
    language: maybe(nullableSchema(Type.String())),
    weight: maybe(Type.Number()),
    entryPoints: maybe(Type.Array(Type.String())),
    deleted: maybe(Type.Boolean()),
    isDeleted: maybe(Type.Boolean({ description: 'Equal to `deleted`' })),
    createdDate: maybe(ConfigDate),
    modifiedDate: maybe(ConfigDate),
  },
  {
    additionalProperties: true,
    description: 'With how it looks, its `windowId`, and every other member that was sent',
  },
)
