import { type TSchema, Type } from 'typebox'
import { CampaignBody, campaignFields, parseCampaign } from './campaign.ts'
import { EngagementBody, engagementMembers, parseEngagement } from './engagement.ts'
import {
  type InputContext,
  type InputMode,
  integer,
  list,
  type ParseResult,
  type Reader,
  refuse,
} from './input-reader.ts'
import { membersOf, pathOf, refuseUnknown } from './strict-input.ts'

/** An engagement of a kickstart file: the body that the API takes, and optionally its id. */
export type KickstartEngagement = {
  readonly id: number | undefined
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
}

/** A campaign of a kickstart file, with the engagements in it. */
export type KickstartCampaign = KickstartEngagement & {
  readonly engagements: readonly KickstartEngagement[]
}

const ownId = integer(1, Number.MAX_SAFE_INTEGER)
const idSchema = Type.Optional(
  Type.Integer({ minimum: 1, description: 'Left out: it follows from the name' }),
)

type Kind = {
  readonly members: readonly string[]
  readonly parse: (body: unknown, mode: InputMode) => ParseResult<{ readonly name: string }>
}

/**
 * Reads the members of one. As everywhere in the file, one that has no name here is a fault, although the API would carry
 * it. What it refers to is looked for when the file is applied.
 */
const kickstartEngagement: Reader<KickstartEngagement> = {
  schema: strictly(EngagementBody, { id: idSchema }),
  read: function parseKickstartEngagement(value, path, context) {
    const given = membersOf(value, path, context)
    if (given === undefined) return undefined
    refuseUnknown(given, ['id', ...engagementMembers], path, context)
    return readEntry(given, { members: engagementMembers, parse: parseEngagement }, path, context)
  },
}

const engagements = list(kickstartEngagement, 100)

/** The same for a campaign. */
export const kickstartCampaign: Reader<KickstartCampaign> = {
  schema: strictly(CampaignBody, {
    id: idSchema,
    engagements: Type.Optional(Type.Union([engagements.schema, Type.Null()])),
  }),
  read: function parseKickstartCampaign(value, path, context) {
    const given = membersOf(value, path, context)
    if (given === undefined) return undefined
    const members = Object.keys(campaignFields)
    refuseUnknown(given, ['id', ...members, 'engagements'], path, context)
    const entry = readEntry(given, { members, parse: parseCampaign }, path, context)
    const within = engagements.read(
      given.get('engagements') ?? [],
      pathOf(path, 'engagements'),
      context,
    )
    return entry && within && { ...entry, engagements: within }
  },
}

function readEntry(
  given: ReadonlyMap<string, unknown>,
  { members, parse }: Kind,
  path: string,
  context: InputContext,
): KickstartEngagement | undefined {
  const at = (name: string) => pathOf(path, name)
  const id = given.has('id') ? ownId.read(given.get('id'), at('id'), context) : undefined
  const isSound = !given.has('id') || id !== undefined
  const body = Object.fromEntries([...given].filter(([name]) => members.includes(name)))
  const read = parse(body, 'create')
  if (read.ok) return isSound ? { id, name: read.value.name, body } : undefined
  for (const fault of read.faults) {
    refuse(context, fault.path === '' ? path : at(fault.path), fault.reason)
  }
  return undefined
}

function strictly(body: TSchema, more: Readonly<Record<string, TSchema>>): TSchema {
  const properties = { ...more, ...Object(body)['properties'] }
  return { ...body, properties, additionalProperties: false }
}
