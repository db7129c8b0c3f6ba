import { type Static, type TSchema, Type } from 'typebox'
import { capabilities } from './application-capabilities.ts'
import { type InputContext, type ParseResult, type Reader, refuse, text } from './input-reader.ts'
import { listOf } from './list-of.ts'
import { type OpenObject, openObject } from './open-object.ts'
import { type PublicJwks, publicJwks } from './public-jwks.ts'
import { serverAddress } from './redirect-uri.ts'
import { redirectUriFault } from './redirect-uri-fault.ts'
import { oneOf, truth } from './strict-input.ts'

/**
 * The manifest of an application, contract 2 section 1.2, with the metadata of RFC 7591 and OpenID Connect
 * registration that the standard issuer needs (contract README, "standard-path metadata"). Members that have no
 * name here are kept as they are; every fault is told at once, with its path.
 */
export type Manifest = {
  readonly client_name: string
  readonly display_name?: string
  readonly description?: string
  readonly grant_types?: readonly string[]
  readonly response_types?: readonly string[]
  readonly redirect_uris?: readonly string[]
  readonly scope?: string
  readonly logo_uri?: string
  readonly quick_launch_enabled?: boolean
  readonly entry_uri?: string
  readonly enabled_for_profiles?: readonly number[]
  readonly capabilities?: OpenObject
  readonly token_endpoint_auth_method?: (typeof authMethods)[number]
  readonly jwks?: PublicJwks
  readonly jwks_uri?: string
  readonly id_token_signed_response_alg?: (typeof algorithms)[number]
  readonly access_token_signed_response_alg?: (typeof algorithms)[number]
  readonly access_token_format?: 'at+jwt' | 'opaque'
  readonly post_logout_redirect_uris?: readonly string[]
  readonly application_type?: 'web' | 'native'
  readonly require_pkce?: boolean
  readonly sentinel_consent?: boolean
  readonly [member: string]: unknown
}

/** Members of the same body that are no part of the manifest; absent: as they were. */
export type ApplicationSwitches = {
  readonly enabled?: boolean
  /** The operator's alone. */
  readonly first_party?: boolean
  readonly secret_readable?: boolean
}

const grantTypes = ['client_credentials', 'authorization_code', 'refresh_token'] as const
const responseTypes = ['code', 'token', 'id_token', 'id_token token'] as const
const authMethods = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
] as const
const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA'] as const

/** A picture or a link: what runs as a script is neither. */
const link = text({
  max: 1024,
  form: {
    pattern: /^(?!\s*(?!https?:)[a-z][a-z0-9+.-]*:)/i,
    reason: 'must be an http or https address, or a path',
  },
})

/** RFC 6749 section 3.3. The reference keeps 128 characters; ours are longer names. */
const scope = text({
  max: 2048,
  form: {
    pattern: /^(?:[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*)?$/,
    reason: 'must be scopes, separated by single spaces',
  },
})

/**
 * Characters that turn the order of what follows them round (Unicode UAX 9): a name with one could make the page that
 * asks for consent read as something else. Marks of a direction, which Arabic and Hebrew need, are none of them.
 */
const notTurned = '[^\\u202a-\\u202e\\u2066-\\u2069]*'
const reason = 'must not be blank, nor hold characters that turn the direction of a text'

const name = text({
  min: 1,
  max: 128,
  form: { pattern: new RegExp(`^(?=.*\\S)${notTurned}$`), reason },
})
const displayName = text({ max: 128, form: { pattern: new RegExp(`^${notTurned}$`), reason } })
const description = text({ max: 256, lines: true })

const profileId: Reader<number> = {
  schema: Type.Integer(),
  read: (value, path, context) =>
    Number.isSafeInteger(value)
      ? Number(value)
      : refuse(context, path, 'must be the id of a profile'),
}

const mostUris = 100

const switches = { enabled: truth, first_party: truth, secret_readable: truth }

const fields = {
  client_name: name,
  display_name: displayName,
  description,
  grant_types: listOf(oneOf(grantTypes), { max: 10, unique: true }),
  response_types: listOf(oneOf(responseTypes), { max: 10 }),
  redirect_uris: listOf(text({ min: 1, max: 128 }), { max: mostUris }),
  scope,
  logo_uri: link,
  quick_launch_enabled: truth,
  entry_uri: link,
  enabled_for_profiles: listOf(profileId, { max: 1000 }),
  capabilities,
  categories: listOf(text({ max: 256, lines: true }), { max: 100 }),
  overview: text({ max: 20_000, lines: true }),
  is_internal: truth,
  token_endpoint_auth_method: oneOf(authMethods),
  jwks: publicJwks,
  jwks_uri: serverAddress(1024),
  id_token_signed_response_alg: oneOf(algorithms),
  access_token_signed_response_alg: oneOf(algorithms),
  access_token_format: oneOf(['at+jwt', 'opaque'] as const),
  post_logout_redirect_uris: listOf(text({ min: 1, max: 1024 }), { max: mostUris }),
  application_type: oneOf(['web', 'native'] as const),
  require_pkce: truth,
  sentinel_consent: truth,
}

/** RFC 7591 section 2.2: `client_name#ja-Jpan-JP`, a text in one language. */
const localised = new Map<string, Reader<string>>([
  ['client_name', name],
  ['display_name', displayName],
  ['description', description],
])
const languageTag = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/

function readerOfOther(member: string): Reader<unknown> | undefined {
  const [base = '', tag, ...rest] = member.split('#')
  const reader = localised.get(base)
  if (reader === undefined || tag === undefined) return undefined
  return rest.length === 0 && languageTag.test(tag) ? reader : notALanguage
}

const notALanguage: Reader<never> = {
  schema: Type.Never(),
  read: (_value, path, context) =>
    refuse(context, path, 'must end in a language tag (BCP 47), such as #ja-Jpan-JP'),
}

const manifest = openObject(
  { ...fields, ...switches },
  {
    required: ['client_name'],
    others: readerOfOther,
    description: 'Members that are not listed are kept and answered as they were sent.',
  },
)

/** What an installation adds. Clients write these back; that changes nothing. */
export const serverMembers = [
  'id',
  'client_id',
  'client_secret',
  'client_id_issued_at',
  'client_secret_expires_at',
  'previous_client_secret_expires_at',
  'global_application_id',
  'global_application_version',
  'deleted',
] as const

/** The longest manifest, in characters of its JSON. */
export const longestManifest = 131_072

/** Reads the body of an installation, whole, or tells every fault. */
export function parseManifest(
  body: unknown,
): ParseResult<{ readonly manifest: Manifest; readonly switches: ApplicationSwitches }> {
  const context: InputContext = { mode: 'create', faults: [] }
  const own = withoutMembers(body, serverMembers)
  const read = manifest.read(own, '', context)
  checkTogether(own, context)
  if (read === undefined || context.faults.length > 0) return { ok: false, faults: context.faults }
  const kept = withoutMembers(read, Object.keys(switches)) as Manifest
  return { ok: true, value: { manifest: kept, switches: switchesOf(read) } }
}

function switchesOf(read: OpenObject): ApplicationSwitches {
  const named = Object.entries(read).filter(([member]) => Object.hasOwn(switches, member))
  return Object.fromEntries(named)
}

/** Rules of several members. Of a body with other faults too, so that all are told at once. */
function checkTogether(body: unknown, context: InputContext): void {
  if (typeof body !== 'object' || body === null) return
  const sent = new Map(Object.entries(body))
  const type = sent.get('application_type') === 'native' ? 'native' : 'web'
  for (const member of ['redirect_uris', 'post_logout_redirect_uris']) {
    const uris = sent.get(member)
    if (!Array.isArray(uris) || uris.length > mostUris) continue
    for (const [index, uri] of uris.entries()) {
      const fault = typeof uri === 'string' ? redirectUriFault(uri, type) : undefined
      if (fault !== undefined) refuse(context, `${member}[${index}]`, fault)
    }
  }
  const has = (member: string) => (sent.get(member) ?? null) !== null
  const method = sent.get('token_endpoint_auth_method')
  if (has('jwks') && has('jwks_uri')) {
    refuse(context, 'jwks_uri', 'must not stand beside jwks (RFC 7591 section 2)')
  }
  if (method === 'private_key_jwt' && !has('jwks') && !has('jwks_uri')) {
    refuse(context, 'jwks', 'is required for private_key_jwt, or jwks_uri')
  }
  if (method === 'none' && sent.get('require_pkce') === false) {
    refuse(context, 'require_pkce', 'must not be false for a public client')
  }
  if (JSON.stringify(body).length > longestManifest) {
    refuse(context, '', `must have at most ${longestManifest} characters`)
  }
}

function withoutMembers(body: unknown, names: readonly string[]): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([member]) => !names.includes(member)))
}

/** For the published API: what may be sent. */
export const ManifestBody: TSchema = manifest.schema

/** For the kickstart file: the members of a manifest. */
export const manifestReader = manifest

/** An installed application on the wire, contract 2 section 1.4. */
export const ApplicationObject = Type.Object(
  {
    id: Type.String({ description: 'The installation id, a UUID' }),
    client_id: Type.String({ description: 'Equal to `id`' }),
    client_secret: Type.Optional(
      Type.String({ description: 'Left out where `secret_readable` is false' }),
    ),
    client_id_issued_at: Type.Integer({ description: 'Seconds since 1970' }),
    client_secret_expires_at: Type.Integer({ description: '0: never' }),
    previous_client_secret_expires_at: Type.Optional(
      Type.Integer({ description: 'Seconds since 1970: until when the rerolled secret works' }),
    ),
    client_name: Type.String(),
    enabled: Type.Boolean(),
    deleted: Type.Boolean(),
    first_party: Type.Boolean({ description: 'Nobody is asked for consent. Set by the operator.' }),
    secret_readable: Type.Boolean(),
    global_application_id: Type.Optional(Type.String()),
    global_application_version: Type.Optional(Type.Integer()),
  },
  { additionalProperties: true, description: 'With every member of the manifest' },
)
export type ApplicationObject = Static<typeof ApplicationObject>
