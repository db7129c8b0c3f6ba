/** What both servers of a token benchmark are asked for: the same requests, of clients that prove themselves alike. */
import { codeChallengeOf } from '../packages/protocol/src/oauth2/pkce.ts'
import { requestText } from './harness/http-connection.ts'

/** Clients of both servers, named for the access tokens they are given. All of them have ES256 id_tokens. */
export type TokenClientName = 'es256' | 'rs256' | 'opaque'

/** What `extra` of a started server holds of its token endpoints. */
export type TokenExtra = {
  readonly tokenPath: string
  readonly introspectionPath: string
  readonly clients: Readonly<
    Record<TokenClientName, { readonly id: string; readonly secret: string }>
  >
}

/** What a server makes before a round, and hands over as a list of texts. */
export type Supply = {
  readonly what: 'codes' | 'refresh tokens' | 'access tokens'
  readonly client: TokenClientName
  readonly count: number
}

/** One comparison: what is made beforehand, and what is sent. */
export type TokenFlow = {
  /** On the command line. */
  readonly name: string
  readonly heading: string
  readonly target: string
  readonly client: TokenClientName
  /** Requests in a round. */
  readonly count: number
  /** Each of it is used once (`everyRequest`), or all of it again and again. */
  readonly supply?: Pick<Supply, 'what'> & { readonly count: number | 'every request' }
  readonly endpoint: 'token' | 'introspection'
  form(supplied: string): Readonly<Record<string, string>>
}

export const resourceScope = 'users:read'
/** With a refresh token that outlives the browser session, and an id_token. */
export const userScope = `openid offline_access ${resourceScope}`
export const redirectUri = 'https://app.example/callback'
const verifier = 'a-verifier-of-43-to-128-unreserved-characters'
export const codeChallenge = codeChallengeOf(verifier)

const clientCredentials = () => ({ grant_type: 'client_credentials', scope: resourceScope })

export const tokenFlows: readonly TokenFlow[] = [
  {
    name: 'client-credentials',
    heading: 'Client credentials, ES256 access token',
    target: 'Target: at least 2.5.',
    client: 'es256',
    count: 8000,
    endpoint: 'token',
    form: clientCredentials,
  },
  {
    name: 'client-credentials',
    heading: 'Client credentials, RS256 access token',
    target: 'Target: at least 1.5.',
    client: 'rs256',
    count: 3000,
    endpoint: 'token',
    form: clientCredentials,
  },
  {
    name: 'introspection',
    heading: 'Introspection of opaque access tokens of users',
    target: 'Target: at least 3.',
    client: 'opaque',
    count: 10_000,
    supply: { what: 'access tokens', count: 200 },
    endpoint: 'introspection',
    form: (token) => ({ token }),
  },
  {
    name: 'refresh',
    heading: 'Refresh with rotation, ES256 access token and id_token',
    target: 'Target on SQLite: at least 1.2.',
    client: 'es256',
    count: 3000,
    supply: { what: 'refresh tokens', count: 'every request' },
    endpoint: 'token',
    form: (token) => ({ grant_type: 'refresh_token', refresh_token: token }),
  },
  {
    name: 'code',
    heading: 'Code exchange with PKCE S256, ES256 access token and id_token, refresh token',
    target: 'Target on SQLite: at least 1.2.',
    client: 'es256',
    count: 3000,
    supply: { what: 'codes', count: 'every request' },
    endpoint: 'token',
    form: (code) => ({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
      code_verifier: verifier,
    }),
  },
]

/** A request of a flow to a server, as it goes over the wire; the client authenticates by HTTP Basic. */
export function tokenRequestText(flow: TokenFlow, extra: TokenExtra, supplied = ''): string {
  const { id, secret } = extra.clients[flow.client]
  const target = flow.endpoint === 'token' ? extra.tokenPath : extra.introspectionPath
  return requestText('POST', target, {
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(flow.form(supplied)).toString(),
  })
}
