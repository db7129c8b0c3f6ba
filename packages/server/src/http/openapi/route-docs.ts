/**
 * What a route says of itself beside its schemas, for `/openapi.json` and `/docs`. A route with a `tags`
 * entry is documented; `hide` keeps one out.
 */
declare module 'fastify' {
  interface FastifySchema {
    hide?: boolean
    tags?: readonly Tag[]
    summary?: string
    description?: string
    operationId?: string
    /** Any one of these suffices. An empty list: nobody is asked who they are. */
    security?: readonly Credential[]
    /** Media types of the answer, where it is not JSON. */
    produces?: readonly string[]
    /** Media types of the body, where it is not JSON. */
    consumes?: readonly string[]
  }
}

/** The groups of operations, in the order in which a reader meets them. */
export const tags = {
  Directory: 'Where each service of an account is reached. Public, cacheable, and the first call.',
  Login: 'Logging in, staying logged in, and logging out.',
  'OpenID Connect': 'The standard issuer of an account: OAuth 2.0 and OpenID Connect.',
  Sentinel: 'Tokens for applications, asked for as clients of the reference system do.',
  Users: 'The people and bots of an account.',
  Profiles: 'What a user may do: a role and permission packages.',
  Skills: 'What a user can be routed for.',
  'Agent groups': 'The tree of groups that agents belong to and managers manage.',
  LOBs: 'Lines of business that skills and users are sorted into.',
  Audit: 'Who changed what, and when. Append-only and hash-chained.',
  Settings: 'The login policy, session limits and retention of an account.',
  'API keys': 'What a server of the brand signs its requests with (OAuth 1.0), and how it is used.',
  Keys: 'Public keys that tokens are signed with, and when which of them signs.',
  Consumers: 'Consumers of a brand, let in by the word of its identity provider, or as nobody.',
  Applications:
    'Software that was installed in an account, with a manifest, an id and a secret (OAuth 2.0).',
  Connectors:
    'The ways in for consumers: the brand’s identity providers, and the one for anonymous consumers.',
  Campaigns:
    'What consumers are offered: campaigns, and engagements in them, each with the connector by which they come in.',
  Sessions: 'Sessions that are open, and ending them.',
  Grants: 'What users allowed applications, and taking it back.',
  Statistics: 'How often an account is called, by whom, and what is refused.',
  Operator: 'Accounts, seen by the operator of this server.',
  Service: 'Whether this server works, and how hard.',
} as const

/** The name of a group of operations. */
export type Tag = keyof typeof tags

/** The ways to say who asks, by their names in `components.securitySchemes`. */
export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `bearer` that a login answered.',
  },
  oauth1: {
    type: 'http',
    scheme: 'OAuth',
    description:
      'A request signed with an API key: OAuth 1.0, RFC 5849, HMAC-SHA256 or HMAC-SHA1. The key needs the ' +
      'privilege for the API.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'Session_id',
    description:
      'The cookie that a login set. It refreshes and ends its session, and nothing else.',
  },
  client: {
    type: 'http',
    scheme: 'basic',
    description:
      'An application: its `client_id` and `client_secret` as HTTP Basic or in the form, or a ' +
      '`client_assertion` (RFC 7523); a public one sends its `client_id` alone.',
  },
  consumer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A consumer token: what `authenticate` answered. `Authorization: jwt <token>` is taken too. It shows its own ' +
      'consumer, and opens nothing else.',
  },
  operator: {
    type: 'http',
    scheme: 'bearer',
    description: 'An operator token, which is made by command on the server.',
  },
} as const

/** The name of a way to say who asks. */
export type CredentialName = keyof typeof securitySchemes

/** All of them, in the order in which they are explained. */
export const credentialNames: readonly CredentialName[] = Object.keys(securitySchemes).filter(
  (name): name is CredentialName => name in securitySchemes,
)

/** One way to say who asks, as OpenAPI writes it. */
export type Credential = { readonly [Name in CredentialName]?: readonly [] }

/** `security` of an operation that takes the bearer of a login. */
export const byBearer: readonly Credential[] = [{ bearer: [] }]

/** `security` of an operation that takes the bearer of a login, or a request signed with an API key. */
export const byBearerOrKey: readonly Credential[] = [{ bearer: [] }, { oauth1: [] }]

/** `security` of an operation that a consumer calls. */
export const byConsumer: readonly Credential[] = [{ consumer: [] }]

/** `security` of an operation that takes the bearer of a login, or a consumer for what is theirs. */
export const byBearerOrConsumer: readonly Credential[] = [{ bearer: [] }, { consumer: [] }]

/** `security` of an operation that an application calls, and says who it is. */
export const byClient: readonly Credential[] = [{ client: [] }]

/** `security` of an operation that takes an operator token. */
export const byOperatorToken: readonly Credential[] = [{ operator: [] }]

/** `security` of an operation that asks nobody who they are. */
export const byAnyone: readonly Credential[] = []
