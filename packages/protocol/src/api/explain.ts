import { type Static, Type } from 'typebox'
import { type InputContext, type ParseResult, refuse, text } from './input-reader.ts'
import { membersOf, pathOf, refuseUnknown } from './strict-input.ts'

/** The explainer of signed requests, on the wire: our own resource. */

const strict = { additionalProperties: false }
const longestUrl = 8000
const longestText = 40_000

/** A request as somebody pastes it. */
export type PastedRequest = {
  readonly method: string
  /** Absolute, as the client called it, escapes and all. */
  readonly url: string
  readonly authorization: string | undefined
  readonly contentType: string | undefined
  readonly formBody: string | undefined
}

/** What is to be explained, and the base string that the client claims to have signed. */
export type ExplainInput = {
  readonly subject:
    | { readonly kind: 'refusal'; readonly refusalId: string }
    | { readonly kind: 'request'; readonly request: PastedRequest }
  readonly claimedBaseString: string | undefined
}

/** For the published API; the body is read by `parseExplainBody`. */
export const ExplainBody = Type.Object(
  {
    refusalId: Type.Optional(Type.String({ description: '`id` of a recent refusal' })),
    request: Type.Optional(
      Type.Object(
        {
          method: Type.String({ examples: ['GET'] }),
          url: Type.String({
            maxLength: longestUrl,
            examples: [
              'https://auth.example.com/api/account/12345678/configuration/le-users/users',
            ],
          }),
          headers: Type.Object(
            {
              authorization: Type.Optional(Type.String({ maxLength: longestText })),
              'content-type': Type.Optional(Type.String()),
            },
            strict,
          ),
          formBody: Type.Optional(Type.String({ maxLength: longestText })),
        },
        strict,
      ),
    ),
    claimedBaseString: Type.Optional(
      Type.String({
        maxLength: longestText,
        description: 'What the client says it signed: shown beside ours',
      }),
    ),
  },
  strict,
)

const readers = {
  refusalId: text({ min: 1, max: 64, form: { pattern: /^[0-9a-f]+$/, reason: 'must be an id' } }),
  method: text({
    min: 1,
    max: 20,
    form: { pattern: /^[A-Za-z]+$/, reason: 'must be an HTTP method' },
  }),
  url: text({
    min: 1,
    max: longestUrl,
    form: {
      pattern: /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i,
      reason: 'must be an absolute http or https URL, as it was called',
    },
  }),
  header: text({ max: longestText }),
  body: text({ max: longestText, lines: true }),
}

/** Reads what is to be explained: a refusal's id, or a request. Unknown members are faults. */
export function parseExplainBody(body: unknown): ParseResult<ExplainInput> {
  const context: InputContext = { mode: 'create', faults: [] }
  const value = readBody(body, context)
  if (value === undefined || context.faults.length > 0) return { ok: false, faults: context.faults }
  return { ok: true, value }
}

function readBody(body: unknown, context: InputContext): ExplainInput | undefined {
  const members = membersOf(body, '', context)
  if (members === undefined) return undefined
  refuseUnknown(members, ['refusalId', 'request', 'claimedBaseString'], '', context)
  if (members.has('refusalId') === members.has('request')) {
    return refuse(context, '', 'must have one of refusalId and request')
  }
  const claimed = members.get('claimedBaseString')
  const claimedBaseString =
    claimed === undefined ? undefined : readers.body.read(claimed, 'claimedBaseString', context)
  if (members.has('refusalId')) {
    const refusalId = readers.refusalId.read(members.get('refusalId'), 'refusalId', context)
    return refusalId === undefined
      ? undefined
      : { subject: { kind: 'refusal', refusalId }, claimedBaseString }
  }
  const request = readRequest(members.get('request'), context)
  return request && { subject: { kind: 'request', request }, claimedBaseString }
}

function readRequest(value: unknown, context: InputContext): PastedRequest | undefined {
  const members = membersOf(value, 'request', context)
  if (members === undefined) return undefined
  refuseUnknown(members, ['method', 'url', 'headers', 'formBody'], 'request', context)
  const place = (name: string) => pathOf('request', name)
  const method = readers.method.read(members.get('method'), place('method'), context)
  const url = readers.url.read(members.get('url'), place('url'), context)
  const headers = membersOf(members.get('headers') ?? {}, place('headers'), context)
  refuseUnknown(headers ?? new Map(), ['authorization', 'content-type'], place('headers'), context)
  const header = (name: string) => {
    const given = headers?.get(name)
    return given === undefined
      ? undefined
      : readers.header.read(given, pathOf(place('headers'), name), context)
  }
  const form = members.get('formBody')
  const formBody =
    form === undefined ? undefined : readers.body.read(form, place('formBody'), context)
  const [authorization, contentType] = [header('authorization'), header('content-type')]
  if (method === undefined || url === undefined) return undefined
  return { method, url, authorization, contentType, formBody }
}

const problem = Type.Object({ problem: Type.String(), advice: Type.String() }, strict)
const cause = Type.Object({ code: Type.String(), advice: Type.String() }, strict)
const parameter = Type.Object({ name: Type.String(), value: Type.String() }, strict)
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) =>
  Type.Union([schema, Type.Null()])

/** Why a signed request was, or would be, refused. Never a secret, and never a right signature. */
export const Explanation = Type.Object(
  {
    verdict: Type.Unsafe<'signature_right' | 'refused'>({
      type: 'string',
      enum: ['signature_right', 'refused'],
    }),
    problem: orNull(problem),
    baseString: orNull(Type.String({ description: 'What is signed here, RFC 5849 §3.4.1' })),
    claimedBaseString: orNull(Type.String()),
    firstDifference: orNull(
      Type.Object(
        {
          index: Type.Integer({ description: 'In characters, from 0' }),
          ours: Type.String({ description: 'What stands around it in `baseString`' }),
          claimed: Type.String(),
        },
        strict,
      ),
    ),
    clockOffsetSeconds: orNull(
      Type.Integer({ description: 'The clock of the client minus ours, as signed' }),
    ),
    likelyCauses: Type.Array(cause),
    remarks: Type.Array(Type.String()),
  },
  strict,
)
export type Explanation = Static<typeof Explanation>

/** Requests that were refused in the last day, newest first. */
export const RefusedRequests = Type.Object(
  {
    refusals: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          at: Type.String({ description: 'ISO 8601, UTC' }),
          keyId: Type.String(),
          problem,
          address: Type.String(),
          method: Type.String(),
          url: Type.String({ description: 'Without the query' }),
          parameters: Type.Array(parameter, {
            description:
              'Of the query and the header, without `oauth_signature`. `***` stands for a value whose name says that it is secret.',
          }),
          hadFormBody: Type.Boolean({ description: 'Form bodies are not kept' }),
          clockOffsetSeconds: orNull(Type.Integer()),
          likelyCauses: Type.Array(cause),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type RefusedRequests = Static<typeof RefusedRequests>
