import { type ClaimsRequest, parseClaimsParameter } from '../oidc/claims-parameter.ts'
import { OAuth2Error } from './errors.ts'
import type { Parameters } from './parameters.ts'
import { isProtectedTarget, matchRedirectUri } from './redirect-uri.ts'
import { requestedScopes } from './requested-scope.ts'

/** What the checks need to know of a client. */
export type RequestingClient = {
  readonly redirectUris: readonly string[]
  readonly applicationType: 'web' | 'native'
  readonly grantTypes: ReadonlySet<string>
  /** As installed, separated by spaces. */
  readonly scope: string
  /** `none`: a public client. */
  readonly authMethod: string | undefined
  readonly requirePkce: boolean
}

/** Where the answer goes, and how. */
export type ResponseTarget = {
  readonly redirectUri: string
  readonly responseMode: ResponseMode
  readonly state: string | undefined
}

export type ResponseMode = 'query' | 'fragment' | 'form_post'
export type Prompt = 'none' | 'login' | 'consent' | 'select_account'

/** An authorization request whose every rule that needs no user was checked. */
export type AuthorizationRequest = ResponseTarget & {
  readonly clientId: string
  /** Whether the request named it: then the token request must too (RFC 6749 section 4.1.3). */
  readonly redirectUriSent: boolean
  readonly scopes: readonly string[]
  readonly nonce: string | undefined
  readonly prompt: readonly Prompt[]
  readonly maxAgeSeconds: number | undefined
  readonly loginHint: string | undefined
  readonly idTokenHint: string | undefined
  readonly acrValues: readonly string[]
  readonly uiLocales: readonly string[]
  /** The `claims` parameter as it was sent; `claimsRequest` reads it. */
  readonly claims: string | undefined
  /** S256. */
  readonly codeChallenge: string | undefined
}

/** `untrusted`: nobody may be redirected; `refused`: the client is told, at its own address. */
export type CheckedRequest =
  | { readonly kind: 'accepted'; readonly request: AuthorizationRequest }
  | { readonly kind: 'untrusted'; readonly error: OAuth2Error }
  | { readonly kind: 'refused'; readonly error: OAuth2Error; readonly target: ResponseTarget }

/** The compatible face tolerates what the reference does not know; the standard one follows its documents. */
export type RequestFace = 'sentinel' | 'oidc'

/**
 * Checks an authorization request of a client (RFC 6749 section 4.1.1, OpenID Connect Core section 3.1.2.1,
 * RFC 7636 section 4.3). As long as the redirect URI is not trusted, nothing is sent there (RFC 6749 section
 * 4.1.2.1). Parameters that are not known are ignored (section 3.1).
 */
export function checkAuthorizationRequest(
  parameters: Parameters,
  client: RequestingClient,
  face: RequestFace,
): CheckedRequest {
  const place = findTarget(parameters, client, face)
  if (place instanceof OAuth2Error) return { kind: 'untrusted', error: place }
  const { target, redirectUriSent } = place
  try {
    return {
      kind: 'accepted',
      request: { ...target, redirectUriSent, ...readRequest(parameters, client, face) },
    }
  } catch (error) {
    if (error instanceof OAuth2Error) return { kind: 'refused', error, target }
    throw error
  }
}

/** Longer ones are refused: they are carried in URLs, and kept with codes. */
const longest: Readonly<Record<string, number>> = {
  nonce: 512,
  login_hint: 320,
  id_token_hint: 8192,
  claims: 4096,
  scope: 2048,
  acr_values: 1024,
  ui_locales: 256,
  prompt: 128,
}
const longestState = 2048

function findTarget(parameters: Parameters, client: RequestingClient, face: RequestFace) {
  const sent = parameters.get('redirect_uri')
  const redirectUri = sent === undefined ? onlyUri(client, face) : matchUri(sent, client)
  if (redirectUri === undefined) {
    return new OAuth2Error(
      'invalid_request',
      sent === undefined
        ? 'redirect_uri is missing. Send one that is registered for the application.'
        : 'redirect_uri is not registered for the application, character by character.',
    )
  }
  // The compatible face takes http, as the reference does (contract 2 section 9).
  if (face === 'oidc' && !isProtectedTarget(redirectUri)) {
    return new OAuth2Error(
      'invalid_request',
      'redirect_uri is plain http. Register one with https, or one of the own machine (127.0.0.1).',
    )
  }
  const state = parameters.get('state')
  if (state !== undefined && state.length > longestState) {
    return new OAuth2Error('invalid_request', `state is longer than ${longestState} characters.`)
  }
  // An answer about a mode that does not exist goes by the one that always does.
  const responseMode = modeOf(parameters.get('response_mode')) ?? 'query'
  return { target: { redirectUri, responseMode, state }, redirectUriSent: sent !== undefined }
}

/** The reference lets it be left out where there is no choice (contract 2 section 2.1); OpenID Connect does not. */
function onlyUri({ redirectUris }: RequestingClient, face: RequestFace): string | undefined {
  const [only, ...others] = redirectUris
  if (face !== 'sentinel' || only === undefined || others.length > 0) return undefined
  return matchRedirectUri(only, redirectUris, 'web')
}

function matchUri(sent: string, { redirectUris, applicationType }: RequestingClient) {
  return matchRedirectUri(sent, redirectUris, applicationType)
}

function readRequest(parameters: Parameters, client: RequestingClient, face: RequestFace) {
  refuseRequestObjects(parameters)
  refuseLong(parameters)
  if (modeOf(parameters.get('response_mode') ?? 'query') === undefined) {
    throw invalid('response_mode is none of query, fragment and form_post.')
  }
  checkResponseType(parameters.get('response_type'))
  if (!client.grantTypes.has('authorization_code')) {
    throw new OAuth2Error(
      'unauthorized_client',
      'The application is not installed for the grant type authorization_code.',
    )
  }
  const lenient = face === 'sentinel'
  return {
    clientId: parameters.get('client_id') ?? '',
    scopes: requestedScopes(parameters.get('scope'), client, face),
    nonce: printable(parameters.get('nonce'), 'nonce'),
    prompt: readPrompt(parameters.get('prompt'), lenient),
    maxAgeSeconds: readMaxAge(parameters.get('max_age'), lenient),
    loginHint: parameters.get('login_hint'),
    idTokenHint: parameters.get('id_token_hint'),
    acrValues: words(parameters.get('acr_values')),
    uiLocales: words(parameters.get('ui_locales')),
    claims: readClaims(parameters.get('claims'), lenient),
    codeChallenge: readChallenge(parameters, client, face),
  }
}

/** Their content would count before ours, so they are never ignored (OpenID Connect Core section 6). */
function refuseRequestObjects(parameters: Parameters): void {
  const codes = {
    request: 'request_not_supported',
    request_uri: 'request_uri_not_supported',
    registration: 'registration_not_supported',
  } as const
  for (const [name, code] of Object.entries(codes)) {
    if (!parameters.has(name)) continue
    throw new OAuth2Error(code, `The parameter ${name} is not supported. Send plain parameters.`)
  }
}

function refuseLong(parameters: Parameters): void {
  for (const [name, most] of Object.entries(longest)) {
    if ((parameters.get(name)?.length ?? 0) <= most) continue
    throw invalid(`${name} is longer than ${most} characters.`)
  }
}

function checkResponseType(responseType: string | undefined): void {
  if (responseType === undefined) throw invalid('response_type is missing. Send code.')
  if (responseType === 'code') return
  throw new OAuth2Error('unsupported_response_type', 'response_type must be code.')
}

function modeOf(mode: string | undefined): ResponseMode | undefined {
  const modes: readonly ResponseMode[] = ['query', 'fragment', 'form_post']
  return modes.find((known) => known === mode)
}

const prompts: readonly Prompt[] = ['none', 'login', 'consent', 'select_account']

function readPrompt(text: string | undefined, lenient: boolean): readonly Prompt[] {
  const asked = words(text)
  const known = prompts.filter((prompt) => asked.includes(prompt))
  if (!lenient && asked.some((word) => !prompts.some((prompt) => prompt === word))) {
    throw invalid('prompt holds a value that is none of none, login, consent, select_account.')
  }
  if (known.includes('none') && asked.length > 1) {
    throw invalid('prompt=none cannot be combined with another value.')
  }
  return known
}

function readMaxAge(text: string | undefined, lenient: boolean): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text)
  if (lenient) return undefined
  throw invalid('max_age must be a whole number of seconds, 0 or more.')
}

function readClaims(text: string | undefined, lenient: boolean): string | undefined {
  if (text === undefined || parseClaimsParameter(text) !== undefined) return text
  if (lenient) return undefined
  throw invalid('claims must be a JSON object as in OpenID Connect Core section 5.5.')
}

/** The `claims` parameter of a request that was checked. */
export function claimsRequest({ claims }: Pick<AuthorizationRequest, 'claims'>): ClaimsRequest {
  const read = claims === undefined ? undefined : parseClaimsParameter(claims)
  return read ?? { userinfo: new Map(), idToken: new Map() }
}

/**
 * The PKCE challenge: S256 alone. A missing method means `plain` (RFC 7636 section 4.3), which would show the
 * verifier to whoever sees the request. A public client cannot do without.
 */
function readChallenge(
  parameters: Parameters,
  client: RequestingClient,
  face: RequestFace,
): string | undefined {
  const challenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  const required = client.authMethod === 'none' || (face === 'oidc' && client.requirePkce)
  if (challenge === undefined) {
    if (method !== undefined) throw invalid('code_challenge_method came without code_challenge.')
    if (required) throw invalid('code_challenge is missing. Use PKCE with the method S256.')
    return undefined
  }
  if (method !== 'S256') throw invalid('code_challenge_method must be S256.')
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw invalid('code_challenge must be 43 characters of base64url: a SHA-256.')
  }
  return challenge
}

function printable(text: string | undefined, name: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (text !== undefined && /[\u0000-\u001f\u007f]/.test(text)) {
    throw invalid(`${name} holds a control character.`)
  }
  return text
}

function words(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(' ').filter((word) => word !== ''))]
}

function invalid(description: string): OAuth2Error {
  return new OAuth2Error('invalid_request', description)
}
