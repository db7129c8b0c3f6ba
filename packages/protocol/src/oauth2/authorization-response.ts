import type { ResponseTarget } from './authorization-request.ts'
import type { OAuth2Error } from './errors.ts'

/** What the client is told (RFC 6749 sections 4.1.2 and 4.1.2.1). */
export type AuthorizationOutcome =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'error'; readonly error: OAuth2Error }

/** Parameters of a response, in the order in which they are sent. */
export type ResponseParameters = readonly (readonly [name: string, value: string])[]

/**
 * The parameters of an authorization response. `issuer` stands in every response of a standard issuer, in
 * errors too, so that a client of several servers sees which one answered (RFC 9207 section 2); the
 * compatible face has none.
 */
export function responseParameters(
  outcome: AuthorizationOutcome,
  target: Pick<ResponseTarget, 'state'>,
  issuer: string | undefined,
): ResponseParameters {
  const parameters: [string, string][] =
    outcome.kind === 'code'
      ? [['code', outcome.code]]
      : [
          ['error', outcome.error.code],
          ['error_description', outcome.error.description],
        ]
  if (target.state !== undefined) parameters.push(['state', target.state])
  if (issuer !== undefined) parameters.push(['iss', issuer])
  return parameters
}

/**
 * Where the browser is sent with a response by query or fragment (OAuth 2.0 Multiple Response Type Encoding
 * Practices). The redirect URI stays as it was registered, and its query is kept (RFC 6749 section 3.1.2).
 */
export function responseLocation(
  { redirectUri, responseMode }: Pick<ResponseTarget, 'redirectUri' | 'responseMode'>,
  parameters: ResponseParameters,
): string {
  const encoded = parameters
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  if (responseMode === 'fragment') return `${redirectUri}#${encoded}`
  const mark = redirectUri.indexOf('?')
  if (mark === -1) return `${redirectUri}?${encoded}`
  return /[?&]$/.test(redirectUri) ? `${redirectUri}${encoded}` : `${redirectUri}&${encoded}`
}
