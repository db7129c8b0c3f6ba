import { IdpError } from '@watchword/protocol/api/authenticate.ts'
import { DomainApiError, ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { OAuth2ErrorAnswer } from '@watchword/protocol/api/oauth2-answers.ts'
import { isObject } from '@watchword/protocol/json/is-object.ts'
import type { Operation } from './collect-operations.ts'
import { type JsonSchema, schemaOf } from './json-schema.ts'
import { type Credential, securitySchemes, type Tag, tags } from './route-docs.ts'

/** An OpenAPI 3.1 document, as far as this server writes one. */
export type OpenApiDocument = {
  readonly openapi: '3.1.1'
  readonly info: {
    readonly title: string
    readonly version: string
    readonly summary: string
    readonly license: { readonly name: string; readonly identifier: string }
  }
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: Tag; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>
  readonly components: { readonly securitySchemes: typeof securitySchemes }
}

export type OpenApiOperation = {
  readonly operationId: string
  readonly tags: readonly Tag[]
  readonly summary: string
  readonly description?: string
  /** Any one suffices; none: nobody is asked who they are. */
  readonly security: readonly Credential[]
  readonly parameters: readonly OpenApiParameter[]
  readonly requestBody?: { readonly required: boolean; readonly content: OpenApiContent }
  readonly responses: Readonly<Record<string, OpenApiResponse>>
}

export type OpenApiParameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly description?: string
  readonly schema: JsonSchema
}

export type OpenApiContent = Readonly<Record<string, { readonly schema: JsonSchema }>>
export type OpenApiResponse = { readonly description: string; readonly content?: OpenApiContent }

/** Describes the operations. The same routes give the same document, byte for byte. */
export function openApiDocument(
  operations: readonly Operation[],
  { version, origin }: { readonly version: string; readonly origin: string },
): OpenApiDocument {
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method]: describe(operation),
    }
  }
  const used = new Set(operations.flatMap(({ schema }) => schema.tags ?? []))
  return {
    openapi: '3.1.1',
    info: {
      title: 'Watchword',
      version,
      summary: 'An open authorization and identity server for conversational clouds',
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin }],
    tags: tagNames
      .filter((name) => used.has(name))
      .map((name) => ({ name, description: tags[name] })),
    paths,
    components: { securitySchemes },
  }
}

const tagNames = Object.keys(tags).filter((name): name is Tag => name in tags)

function describe(operation: Operation): OpenApiOperation {
  const { schema } = operation
  const body = schemaOf(schema.body)
  const [bodyType = 'application/json'] = schema.consumes ?? []
  return {
    operationId: schema.operationId ?? operationIdOf(operation),
    tags: schema.tags ?? [],
    summary: schema.summary ?? '',
    ...(schema.description === undefined ? {} : { description: schema.description }),
    security: schema.security ?? [],
    parameters: [
      ...parametersOf(schema.params, 'path'),
      ...parametersOf(schema.querystring, 'query'),
      ...parametersOf(schema.headers, 'header'),
    ],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [bodyType]: { schema: body } } } }),
    responses: responsesOf(operation),
  }
}

/** `GET /api/account/{accountId}/service/baseURI.json` is `getServiceBaseUriJson`. */
function operationIdOf({ method, path }: Operation): string {
  const words = path
    .replace(/^\/api\/account\/\{accountId\}|^\/api|\/configuration\b/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

function parametersOf(from: unknown, place: OpenApiParameter['in']): readonly OpenApiParameter[] {
  const { properties = {}, required = [] } = schemaOf(from) ?? {}
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }))
}

function responsesOf({ schema, errorShape }: Operation): Record<string, OpenApiResponse> {
  const given = isObject(schema.response) ? schema.response : { 200: undefined }
  const error = errorOf[errorShape]
  const all: Record<string, unknown> = { ...given }
  if ((schema.security ?? []).length > 0) all[401] ??= error
  all[429] ??= error
  const [produced = 'application/json'] = schema.produces ?? []
  return Object.fromEntries(
    Object.entries(all).map(([status, body]) => {
      const mediaType = status.startsWith('2') ? produced : 'application/json'
      return [status, responseOf(status, schemaOf(body), mediaType)]
    }),
  )
}

const errorOf = {
  bare: DomainApiError,
  envelope: ErrorEnvelope,
  oauth2: OAuth2ErrorAnswer,
  idp: IdpError,
}

function responseOf(
  status: string,
  body: JsonSchema | undefined,
  mediaType: string,
): OpenApiResponse {
  const { description = meanings.get(status) ?? 'The answer', ...rest } = body ?? {}
  if (body?.type === 'null' || status === '204' || status === '304') return { description }
  const schema = body === undefined && mediaType !== 'application/json' ? { type: 'string' } : rest
  return { description, content: { [mediaType]: { schema } } }
}

const meanings: ReadonlyMap<string, string> = new Map([
  ['200', 'Done'],
  ['201', 'Made'],
  ['204', 'Done; there is nothing to tell'],
  ['304', 'Unchanged since the revision or entity tag that was sent'],
  ['400', 'The request is not valid; the message or `fields` says what to change'],
  ['401', 'The credential is missing, unknown or no longer good'],
  ['403', 'The caller may not do this'],
  ['404', 'There is no such thing in this account'],
  ['409', 'Something that exists stands in the way'],
  ['412', 'Changed by somebody else since it was read: read it again'],
  ['415', 'The body is not JSON: send `Content-Type: application/json`'],
  ['429', 'Too many requests: wait as `Retry-After` says'],
  ['451', 'The account or the user was blocked by the operator'],
  ['502', 'The brand’s server answered with a fault, or with what is no answer'],
  ['503', 'Not now: try again'],
  ['504', 'The brand’s server did not answer in time'],
])
