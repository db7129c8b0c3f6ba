import * as oauth from 'oauth4webapi'
import { type TrailKind, type TrailStep, trail } from './trail.ts'

/** The client that every account's issuer knows as its console. It has no secret. */
const client: oauth.Client = {
  client_id: 'watchword-console',
  id_token_signed_response_alg: 'ES256',
  // Computers' clocks are wrong by minutes.
  [oauth.clockTolerance]: 300,
}
const noSecret = oauth.None()

/** The origin that the server calls its own: links and redirects name it, whatever the address bar says. */
export const publicOrigin =
  document.querySelector<HTMLMetaElement>('meta[name=watchword-origin]')?.content ?? location.origin

const redirectUri = `${publicOrigin}/console/-/callback`

/** Everything that an administrator's pages ask for. A user gets no more than their profiles allow. */
export const scopes = [
  ...['openid', 'profile'],
  ...['users', 'profiles', 'skills', 'agent-groups', 'lobs'].flatMap(readAndWrite),
  ...['applications', 'campaigns', 'connectors', 'consumers', 'grants'].flatMap(readAndWrite),
  ...['keys', 'sessions', 'settings', 'app-keys'].flatMap(readAndWrite),
  ...['audit-trail:read', 'statistics:read', 'directory:read'],
]

function readAndWrite(api: string): readonly string[] {
  return [`${api}:read`, `${api}:write`]
}

/** What a browser must remember while its user is at the login page. No token is ever among it. */
export type PendingSignIn = {
  readonly accountId: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  /** Where the user was. */
  readonly returnTo: string
  /** Opened beside a page that waits for it. */
  readonly popup: boolean
  /** When it began: milliseconds since 1970. */
  readonly at: number
  /** What the page did before it left for the login page. */
  readonly steps?: readonly TrailStep[]
}

/** What the token endpoint gave. Kept in memory alone. */
export type Tokens = {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  /** Whom the issuer vouched for, `sub`. */
  readonly subject: string | undefined
  /** Milliseconds since 1970, by this computer's clock. */
  readonly expiresAt: number
}

/** The issuer of an account, found by discovery. `undefined`: there is no such account. */
export async function discover(accountId: string): Promise<oauth.AuthorizationServer | undefined> {
  const issuer = new URL(`${publicOrigin}/oidc/${encodeURIComponent(accountId)}`)
  const response = await oauth.discoveryRequest(issuer, asking('discovery'))
  if (response.status === 404 || response.status === 401 || response.status === 451)
    return undefined
  return oauth.processDiscoveryResponse(issuer, response)
}

type AboutSignIn = Pick<PendingSignIn, 'accountId' | 'returnTo' | 'popup'>

/**
 * Begins a sign-in: what to remember, and where to send the browser. `anew`: whoever is there shows who they are, though
 * the browser is signed in.
 */
export async function beginSignIn(
  server: oauth.AuthorizationServer,
  { anew = false, ...about }: AboutSignIn & { readonly anew?: boolean },
): Promise<{ readonly pending: PendingSignIn; readonly url: string }> {
  const pending = {
    ...about,
    at: Date.now(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  }
  const url = new URL(server.authorization_endpoint ?? '')
  const parameters = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ...(anew ? { prompt: 'login' } : {}),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  trail.add({ ...wentTo('authorize', url.pathname), at: Date.now() })
  return { pending, url: url.href }
}

/** The browser is back from the login page, in this window or the one beside it. */
export function noteReturn(): void {
  trail.add({ ...wentTo('callback', new URL(redirectUri).pathname), at: Date.now() })
}

/** A step that the browser takes, not the page: there is no answer to tell of. */
function wentTo(kind: TrailKind, path: string) {
  return {
    ...{ kind, path, method: 'GET', status: undefined },
    ...{ milliseconds: 0, requestId: undefined },
  }
}

/** Ends a sign-in: exchanges the code of the answer for tokens (RFC 6749 section 4.1.3, RFC 7636). */
export async function endSignIn(
  server: oauth.AuthorizationServer,
  { state, nonce, verifier }: PendingSignIn,
  answer: URLSearchParams,
): Promise<Tokens> {
  const parameters = oauth.validateAuthResponse(server, client, answer, state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    noSecret,
    parameters,
    redirectUri,
    verifier,
    asking('token'),
  )
  return tokensOf(
    await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
    }),
  )
}

/** Exchanges the refresh token; the old one is spent. */
export async function renew(
  server: oauth.AuthorizationServer,
  { refreshToken, idToken, subject }: Tokens,
): Promise<Tokens> {
  if (refreshToken === undefined) throw new Error('there is no refresh token')
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    noSecret,
    refreshToken,
    asking('renew'),
  )
  const renewed = tokensOf(await oauth.processRefreshTokenResponse(server, client, response))
  return { ...renewed, idToken: renewed.idToken ?? idToken, subject }
}

/** Whether the token endpoint said no, which is final, rather than nothing at all. */
export function isRefusal(fault: unknown): boolean {
  return fault instanceof oauth.ResponseBodyError && fault.status < 429
}

/** Gives the tokens back while the page goes (RFC 7009): the browser sends it although nobody waits for the answer. */
export function leave(server: oauth.AuthorizationServer, { refreshToken }: Tokens): void {
  if (refreshToken === undefined || server.revocation_endpoint === undefined) return
  const body = new URLSearchParams({ token: refreshToken, client_id: client.client_id })
  fetch(server.revocation_endpoint, { method: 'POST', body, keepalive: true }).catch(
    () => undefined,
  )
}

/** Where the browser goes to sign out (OpenID Connect RP-Initiated Logout 1.0). */
export function signOutUrl(server: oauth.AuthorizationServer, { idToken }: Tokens): string {
  const url = new URL(server.end_session_endpoint ?? '')
  if (idToken !== undefined) url.searchParams.set('id_token_hint', idToken)
  url.searchParams.set('client_id', client.client_id)
  url.searchParams.set('post_logout_redirect_uri', `${publicOrigin}/console`)
  return url.href
}

/** How the issuer is asked. Plain http is only ever this computer: a server elsewhere demands TLS. */
function asking(kind: TrailKind) {
  const ask = trail.fetch(kind)
  return {
    [oauth.allowInsecureRequests]: publicOrigin.startsWith('http:'),
    [oauth.customFetch]: (url: string, init: oauth.CustomFetchOptions<string, unknown>) =>
      ask(url, init as RequestInit),
  }
}

function tokensOf(response: oauth.TokenEndpointResponse): Tokens {
  return {
    accessToken: response.access_token,
    refreshToken: response.refresh_token,
    idToken: response.id_token,
    subject: oauth.getValidatedIdTokenClaims(response)?.sub,
    expiresAt: Date.now() + (response.expires_in ?? 60) * 1000,
  }
}
