import { type Static, type TSchema, Type } from 'typebox'
import { idTokenRules } from '../consumers/id-token-rules.ts'
import {
  type InputContext,
  integer,
  type ParseResult,
  type Reader,
  refuse,
  text,
} from './input-reader.ts'
import { membersOf, refuseUnknown } from './strict-input.ts'

/** The debugger of consumers' tokens, on the wire: our own resource (architecture section 9). */

const strict = { additionalProperties: false }
const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
const moment = () => Type.String({ description: 'ISO 8601, UTC' })

/** Characters that are looked at: twice what any token may have, so that what is around it may be there too. */
export const longestPasted = 32 * 1024

/** What is to be explained. */
export type ExplainTokenInput =
  | { readonly kind: 'token'; readonly token: string; readonly connectorId: number | undefined }
  /** A refused handshake: its own id, or that of the request, which whoever was refused has. */
  | { readonly kind: 'handshake'; readonly handshakeId: string }
  | { readonly kind: 'request'; readonly requestId: string }

/** A connector's id, as text too: it stands in paths. */
const connectorIdReader = integer(1, Number.MAX_SAFE_INTEGER)
const handshakeIdReader = text({
  ...{ min: 1, max: 64 },
  form: { pattern: /^[0-9a-f]+$/, reason: 'must be the id of a refused handshake' },
})
const requestIdReader = text({ min: 1, max: 200 })
const subjects = ['token', 'handshakeId', 'requestId'] as const
/** Whatever was pasted, control characters too: what is wrong with it is told, not refused. */
const tokenReader: Reader<string> = {
  schema: Type.String({ maxLength: longestPasted }),
  read: (value, path, context) => {
    if (typeof value !== 'string') return refuse(context, path, 'must be a string')
    return value.length > longestPasted
      ? refuse(context, path, `must have at most ${longestPasted} characters`)
      : value
  },
}

/** For the published API; the body is read by `parseExplainToken`. */
export const ExplainTokenBody = Type.Object(
  {
    token: Type.Optional(
      Type.String({ maxLength: longestPasted, description: 'What the page or the app sent' }),
    ),
    connectorId: Type.Optional(
      Type.Integer({ description: 'Left out: the one whose issuer is that of the token' }),
    ),
    handshakeId: Type.Optional(Type.String({ description: '`id` of a refused handshake' })),
    requestId: Type.Optional(
      Type.String({ description: '`request_id` of the refusal, as whoever was refused has it' }),
    ),
  },
  strict,
)

/** Reads what is to be explained: a token, or the id of a refused handshake. Unknown members are faults. */
export function parseExplainToken(body: unknown): ParseResult<ExplainTokenInput> {
  const context: InputContext = { mode: 'create', faults: [] }
  const value = readBody(body, context)
  if (value === undefined || context.faults.length > 0) return { ok: false, faults: context.faults }
  return { ok: true, value }
}

function readBody(body: unknown, context: InputContext): ExplainTokenInput | undefined {
  const members = membersOf(body, '', context)
  if (members === undefined) return undefined
  refuseUnknown(members, [...subjects, 'connectorId'], '', context)
  const given = members.get('connectorId')
  if (subjects.filter((name) => members.has(name)).length !== 1) {
    return refuse(context, '', `must have one of ${subjects.join(', ')}`)
  }
  if (given !== undefined && !members.has('token')) {
    return refuse(context, 'connectorId', 'is for a token; a refused handshake has its own')
  }
  if (members.has('handshakeId')) {
    const handshakeId = handshakeIdReader.read(members.get('handshakeId'), 'handshakeId', context)
    return handshakeId === undefined ? undefined : { kind: 'handshake', handshakeId }
  }
  if (members.has('requestId')) {
    const requestId = requestIdReader.read(members.get('requestId'), 'requestId', context)
    return requestId === undefined ? undefined : { kind: 'request', requestId }
  }
  const connectorId =
    given === undefined ? undefined : connectorIdReader.read(given, 'connectorId', context)
  const token = tokenReader.read(members.get('token'), 'token', context)
  return token === undefined ? undefined : { kind: 'token', token, connectorId }
}

const rule = Type.Object(
  {
    rule: Type.String({ enum: [...idTokenRules] }),
    verdict: Type.String({ enum: ['pass', 'fail', 'skipped'] }),
    message: Type.String(),
    value: orNull(Type.String({ description: 'What the token says; masked where it is personal' })),
    advice: orNull(Type.String({ description: 'What to change, and where' })),
    code: orNull(Type.String({ description: '`internalErrorCode`, if this rule failed' })),
  },
  strict,
)

/** Whatever a token held, masked: names and structure are free. */
const masked = Type.Unsafe<Readonly<Record<string, unknown>>>({
  type: 'object',
  additionalProperties: true,
})

const headers = Type.Object(
  {
    encryption: orNull(masked),
    signature: orNull(masked),
  },
  { ...strict, description: 'Of the JWE, if the token is encrypted, and of the JWS in it' },
)

/** Why a token is taken or refused: every rule, in the order in which they are judged. */
export const TokenExplanation = Type.Object(
  {
    verdict: Type.String({ enum: ['accepted', 'refused'] }),
    kind: Type.String({
      description: '`id_token`, or what was sent in its place: `access_token`, `opaque`, …',
    }),
    summary: Type.String(),
    advice: orNull(Type.String()),
    code: orNull(Type.String({ description: '`internalErrorCode` of the refusal' })),
    connector: orNull(
      Type.Object(
        {
          id: Type.Integer(),
          name: Type.String(),
          type: Type.Integer(),
          chosenBy: Type.String({ enum: ['id', 'kind', 'issuer', 'default', 'handshake'] }),
        },
        strict,
      ),
    ),
    handshake: orNull(
      Type.Object(
        { id: Type.String(), at: moment(), flow: Type.String(), requestId: Type.String() },
        strict,
      ),
    ),
    consumerId: orNull(
      Type.String({ description: 'Whom the token names; told only if no rule failed' }),
    ),
    clockOffsetSeconds: orNull(
      Type.Integer({
        description: '`iat` less our time: how far the other clock is ahead, if the token is fresh',
      }),
    ),
    headers,
    claims: orNull(masked),
    rules: Type.Array(rule),
    wouldRefuse: Type.Array(rule, {
      description: 'Rules of `reportOnly` that would refuse this token, although it is taken',
    }),
    remarks: Type.Array(Type.String()),
  },
  strict,
)
export type TokenExplanation = Static<typeof TokenExplanation>

/** Handshakes that were refused in the last day, newest first. */
export const RefusedHandshakes = Type.Object(
  {
    handshakes: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          at: moment(),
          connectorId: orNull(Type.Integer({ description: '`null`: there is no such connector' })),
          flow: Type.String({ enum: ['id_token', 'code', 'anonymous'] }),
          code: Type.String({ description: '`internalErrorCode`' }),
          rule: orNull(Type.String({ description: 'The first rule that failed' })),
          reason: orNull(Type.String()),
          proven: Type.Boolean({
            description: 'Signed by the identity provider; anybody may cause the others',
          }),
          requestId: Type.String(),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type RefusedHandshakes = Static<typeof RefusedHandshakes>
