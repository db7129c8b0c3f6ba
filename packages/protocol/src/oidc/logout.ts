import type { Parameters } from '../oauth2/parameters.ts'

/** A request to the end-session endpoint (OpenID Connect RP-Initiated Logout section 2). */
export type LogoutRequest = {
  readonly idTokenHint: string | undefined
  readonly clientId: string | undefined
  readonly postLogoutRedirectUri: string | undefined
  readonly state: string | undefined
  readonly uiLocales: readonly string[]
}

const longestState = 2048

/** Reads it. What is too long to be carried is left out: nobody is redirected by half a request. */
export function readLogoutRequest(parameters: Parameters): LogoutRequest {
  const state = parameters.get('state')
  const tooLong = state !== undefined && state.length > longestState
  return {
    idTokenHint: parameters.get('id_token_hint'),
    clientId: parameters.get('client_id'),
    postLogoutRedirectUri: tooLong ? undefined : parameters.get('post_logout_redirect_uri'),
    state: tooLong ? undefined : state,
    uiLocales: (parameters.get('ui_locales') ?? '').split(' ').filter((tag) => tag !== ''),
  }
}

/** What a verified `id_token_hint` tells. */
export type LogoutHint = {
  readonly subject: string
  readonly audience: string
  readonly sessionId: string | undefined
}

/**
 * Reads the claims of a hint that an issuer of ours signed; it may have expired long ago (section 4). It must
 * name one client, and the one of `client_id` if that was sent (section 2). `undefined`: it proves nothing.
 */
export function readLogoutHint(
  claims: Readonly<Record<string, unknown>> | undefined,
  expected: { readonly issuer: string; readonly clientId: string | undefined },
): LogoutHint | undefined {
  if (claims === undefined || claims['iss'] !== expected.issuer) return undefined
  const { sub, aud, sid } = claims
  const audience = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud
  if (typeof sub !== 'string' || typeof audience !== 'string') return undefined
  if (expected.clientId !== undefined && expected.clientId !== audience) return undefined
  return { subject: sub, audience, sessionId: typeof sid === 'string' ? sid : undefined }
}

/**
 * Where the browser goes after a logout: to an address registered for the client of a verified hint, character
 * by character, and with `state`; else nowhere (section 3).
 */
export function postLogoutLocation(
  { postLogoutRedirectUri: uri, state }: LogoutRequest,
  registered: readonly string[],
): string | undefined {
  if (uri === undefined || !registered.includes(uri) || !/^[\x21-\x7e]+$/.test(uri))
    return undefined
  if (!/^(?:https?|[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+):/i.test(uri)) return undefined
  if (state === undefined) return uri
  return `${uri}${uri.includes('?') ? '&' : '?'}state=${encodeURIComponent(state)}`
}
