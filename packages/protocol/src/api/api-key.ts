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

/** Milliseconds since 1970, or a date that says its zone. */
const instant: Reader<number> = {
  schema: Type.Union([Type.Integer(), Type.String({ format: 'date-time' })]),
  read: (value, path, context) => {
    const at =
      typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value)
        ? Date.parse(value)
        : value
    return Number.isSafeInteger(at) && (at as number) > 0 && (at as number) < 8.64e15
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

/** Keys are named by `keyId`; a numeric `id` means nothing here. */
function withoutId(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('id' in body)) return body
  const { id: _, ...rest } = body
  return rest
}
