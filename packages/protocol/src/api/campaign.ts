import { type TSchema, Type } from 'typebox'
import { readConfigDate } from './config-date-reader.ts'
import { descriptionText, nameText } from './entity-text.ts'
import type { InputMode, ParseResult } from './input-reader.ts'
import type { OpenObject } from './open-object.ts'
import { choice, faultOfCarried, otherMembers, withoutEmptyTexts } from './open-values.ts'
import { inputSchema, optional, parseInput, required } from './parse-input.ts'
import { ConfigDate, nullableSchema } from './response-schema.ts'

/**
 * Campaigns on the wire (contract 3 section 11): a name, when it runs, and engagements within. What the reference keeps there
 * besides (goals, priorities, audiences) is carried: it comes back as it was sent.
 */
export type CampaignInput = {
  /** As the body says it; it names no other object than the path does. */
  readonly id: number | undefined
  readonly name: string
  readonly description: string
  readonly isPublished: boolean
  /** Milliseconds since 1970; `undefined`: no bound. */
  readonly startsAt: number | undefined
  readonly endsAt: number | undefined
  readonly other: OpenObject
}

/** The `status` of a campaign; the reference's numbers are not documented, so these are our decision. */
export const campaignStatus = { draft: 0, published: 1 } as const

/** The fields of a body. */
export const campaignFields = {
  name: required(nameText),
  description: optional(descriptionText),
  status: optional(
    choice([
      [0, 'draft: nobody sees its engagements'],
      [1, 'published'],
    ]),
  ),
  startDate: optional(readConfigDate),
  expirationDate: optional(readConfigDate),
}

/** Ours to say: sent back, they change nothing. */
const readOnly = ['id', 'deleted', 'isDeleted', 'engagementIds', 'createdDate', 'modifiedDate']
const known = new Set([...Object.keys(campaignFields), ...readOnly])

/** Reads a body. */
export function parseCampaign(body: unknown, mode: InputMode): ParseResult<CampaignInput> {
  const read = parseInput(campaignFields, withoutEmptyTexts(body), mode)
  const other = otherMembers(body, known)
  const faults = [...(read.ok ? [] : read.faults), ...faultOfCarried(other, {})]
  if (!read.ok) return { ok: false, faults }
  const { name, description, status, startDate, expirationDate } = read.value
  const { id } = read.value as { readonly id?: number | null }
  const [startsAt, endsAt] = [startDate ?? undefined, expirationDate ?? undefined]
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt) {
    faults.push({ path: 'expirationDate', reason: 'must be later than startDate' })
  }
  if (faults.length > 0) return { ok: false, faults }
  const value = {
    id: id ?? undefined,
    name,
    description: description ?? '',
    isPublished: status === campaignStatus.published,
    startsAt,
    endsAt,
    other,
  }
  return { ok: true, value }
}

/** For the published API: what may be sent. */
export const CampaignBody: TSchema = {
  ...inputSchema(campaignFields, 'create'),
  additionalProperties: true,
}

const date = nullableSchema(ConfigDate)

/** A campaign, contract 3 section 11. `fields` may leave out any of its members. */
export const CampaignObject = Type.Object(
  {
    id: Type.Optional(Type.Integer()),
    name: Type.Optional(Type.String()),
    description: Type.Optional(Type.String()),
    status: Type.Optional(Type.Integer({ description: '0 draft, 1 published' })),
    startDate: Type.Optional(date),
    expirationDate: Type.Optional(date),
    engagementIds: Type.Optional(Type.Array(Type.Integer())),
    deleted: Type.Optional(Type.Boolean()),
    isDeleted: Type.Optional(Type.Boolean({ description: 'Equal to `deleted`' })),
    createdDate: Type.Optional(ConfigDate),
    modifiedDate: Type.Optional(ConfigDate),
  },
  { additionalProperties: true, description: 'With every other member that was sent' },
)
