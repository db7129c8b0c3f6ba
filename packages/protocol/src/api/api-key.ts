import { type Static, Type } from 'typebox'
import { type PrivilegeType, privilegedApi } from './api-privileges.ts'
import { descriptionText, nameText, referenceText } from './entity-text.ts'
import {
  flag,
  type InputContext,
  type InputMode,
  integer,
  list,
  nullable,
  type ParseResult,
  type Reader,
  refuse,
  text,
} from './input-reader.ts'
import { type EntityInput, inputSchema, optional, parseInput, requiredOn } from './parse-input.ts'
import { ConfigDate } from './response-schema.ts'
import { membersOf, refuseUnknown, wholeNumber } from './strict-input.ts'

/** One thing a key may do, contract 1 section 3.2. */
export const Privilege = Type.Object({ data: Type.String(), type: Type.String() })

/**
 * An API key on the wire, contract 1 section 3.2. The three secrets are there only when the caller may see
 * them. The members after `ipRanges` are ours.
 */
export const ApiKeyObject = Type.Object({
  keyId: Type.String({ description: 'The App key: `oauth_consumer_key`' }),
  appSecret: Type.Optional(Type.String()),
  token: Type.Optional(Type.String({ description: 'The Access token: `oauth_token`' })),
  tokenSecret: Type.Optional(Type.String()),
  appName: Type.String(),
  appDescription: Type.String(),
  developerID: Type.String(),
  purpose: Type.String(),
  privileges: Type.Array(Privilege),
  enabled: Type.Boolean(),
  keyType: Type.String(),
  creationTime: ConfigDate,
  ipRanges: Type.Array(Type.String({ description: 'An address, a `from-to` range, or CIDR' })),
  expirationTime: Type.Union([ConfigDate, Type.Null()]),
  callsPerMinute: Type.Union([Type.Integer(), Type.Null()]),
  rerollOverlapUntil: Type.Union([ConfigDate, Type.Null()]),
  revision: Type.Integer(),
})
export type ApiKeyObject = Static<typeof ApiKeyObject>

type PrivilegeInput = { readonly data: string; readonly type: PrivilegeType }

/** `{data, type}`, both known and fitting each other. */
const privilege: Reader<PrivilegeInput> = {
  schema: Privilege,
  read: (value, path, context) => readPrivilege(value, path, context),
}

function readPrivilege(
  value: unknown,
  path: string,
  context: InputContext,
): PrivilegeInput | undefined {
  const { data, type } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly data?: unknown
    readonly type?: unknown
  }
  const api = typeof data === 'string' ? privilegedApi(data) : undefined
  if (api === undefined) {
    return refuse(context, `${path}.data`, 'must be the name of an API, such as users')
  }
  const known = api.types.find((one) => one === type)
  return known === undefined
    ? refuse(context, `${path}.type`, `must be one of ${api.types.join(', ')} for ${api.data}`)
    : { data: api.data, type: known }
}

/** A date of an answer has a year of four digits. */
const endOfFourDigitYears = Date.UTC(10_000, 0, 1)

/** Milliseconds since 1970, or a date that says its zone. */
const instant: Reader<number> = {
  schema: Type.Union([Type.Integer(), Type.String({ format: 'date-time' })]),
  read: (value, path, context) => {
    const at =
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value)
        ? Date.parse(value)
        : value
    return Number.isSafeInteger(at) && (at as number) > 0 && (at as number) < endOfFourDigitYears
      ? (at as number)
      : refuse(context, path, 'must be milliseconds since 1970, or like 2027-01-31T00:00:00Z')
  },
}

/** The table of a key: what a body may say of it. */
export const apiKeyFields = {
  appName: requiredOn('create', nameText),
  appDescription: optional(descriptionText),
  developerID: optional(text({ max: 100 })),
  purpose: optional(referenceText),
  keyType: optional(referenceText),
  privileges: requiredOn('create', list(privilege, 100)),
  enabled: optional(flag),
  ipRanges: optional(list(text({ min: 1, max: 100 }), 100)),
  expirationTime: optional(nullable(instant)),
  callsPerMinute: optional(nullable(integer(1, 1_000_000))),
} as const

export type ApiKeyInput<M extends InputMode = InputMode> = EntityInput<typeof apiKeyFields, M>

/** Reads a body that makes or changes a key. */
export function parseApiKeyInput<M extends InputMode>(
  body: unknown,
  mode: M,
): ParseResult<EntityInput<typeof apiKeyFields, M>> {
  return parseInput(apiKeyFields, withoutId(body), mode)
}

/** For the published API. */
export const ApiKeyBody = {
  create: inputSchema(apiKeyFields, 'create'),
  update: Type.Object(
    Object.fromEntries(
      Object.entries(apiKeyFields).map(([name, { schema }]) => [name, Type.Optional(schema)]),
    ),
  ),
}

/** The longest time that the old secrets of a rerolled key may still work: 30 days. */
export const longestOverlapMinutes = 30 * 24 * 60

const overlap = wholeNumber(0, longestOverlapMinutes)

/**
 * Reads the body of a reroll: our own operation. A member that is not known is a fault, because a misspelt
 * overlap would cut off everybody who still signs with the old secrets.
 */
export function parseRerollBody(body: unknown): ParseResult<{ readonly overlapMinutes: number }> {
  const context: InputContext = { mode: 'create', faults: [] }
  const members = membersOf(body ?? {}, '', context)
  if (members !== undefined) refuseUnknown(members, ['overlapMinutes'], '', context)
  const given = members?.get('overlapMinutes') ?? 0
  const overlapMinutes = overlap.read(given, 'overlapMinutes', context)
  if (overlapMinutes === undefined || context.faults.length > 0) {
    return { ok: false, faults: context.faults }
  }
  return { ok: true, value: { overlapMinutes } }
}

/** For the published API. */
export const RerollBody = Type.Object(
  {
    overlapMinutes: Type.Optional(
      Type.Integer({
        ...overlap.schema,
        description: 'How long the old secrets still work. 0, the default: they end at once.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** Keys are named by `keyId`; a numeric `id` means nothing here. */
function withoutId(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('id' in body)) return body
  const { id: _, ...rest } = body
  return rest
}
