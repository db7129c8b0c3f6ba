import {
  type AuthorizationRequest,
  claimsRequest,
} from '@watchword/protocol/oauth2/authorization-request.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { Client } from '#domain/applications/client.ts'
import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import type { User } from '#domain/users/user.ts'
import type { Consent } from '#storage/port.ts'
import type { Face } from './grant.ts'
import { scopesToAllow } from './scopes-to-allow.ts'

/** All that decides about an authorization request. */
export type AuthorizationFacts = {
  readonly face: Face
  readonly request: AuthorizationRequest
  readonly client: Pick<Client, 'firstParty' | 'sentinelConsent' | 'enabledForProfiles'>
  /** Who is logged in at the browser, if anybody is. */
  readonly session: Pick<BrowserSession, 'tokenHash' | 'authTime' | 'acr' | 'userId'> | undefined
  readonly user: Pick<User, 'profileIds'> | undefined
  readonly consent: Consent | undefined
  /** The user that the request names by `id_token_hint` or by the `claims` parameter. */
  readonly subject: number | undefined
  /** When the request came, and the session token that the browser had then. */
  readonly startedAt: number
  readonly sessionBefore: string | undefined
  readonly now: number
}

/** What happens next. */
export type AuthorizationDecision =
  | { readonly kind: 'log_in' }
  | { readonly kind: 'ask_consent' }
  | { readonly kind: 'refuse'; readonly error: OAuth2Error }
  /** `allowed`: what the user's consent must hold; `undefined`: nobody had to be asked. */
  | { readonly kind: 'grant'; readonly allowed: readonly string[] | undefined }

/**
 * Decides about an authorization request (OpenID Connect Core sections 3.1.2.3 to 3.1.2.6). It is asked again
 * after every page, of the same request: a login or a consent of since then is what the page was for.
 */
export function decideAuthorization(facts: AuthorizationFacts): AuthorizationDecision {
  const { session, user } = facts
  if (session === undefined || user === undefined || mustLogIn(facts, session)) {
    return silent(facts)
      ? refuse('login_required', 'The user is not logged in, or must log in again.')
      : { kind: 'log_in' }
  }
  if (facts.subject !== undefined && facts.subject !== session.userId) {
    return refuse('login_required', 'Another user is logged in than the one who was asked for.')
  }
  if (!mayUse(facts.client, user)) {
    return refuse('access_denied', 'The user has no profile that may use this application.')
  }
  if (!meetsAcr(facts, session)) {
    return refuse('access_denied', 'The user cannot log in as strongly as was asked for.')
  }
  if (isConsentGiven(facts)) return { kind: 'grant', allowed: undefined }
  const scopes = scopesToAllow(facts.face, facts.request.scopes)
  if (hasAllowed(facts, scopes)) return { kind: 'grant', allowed: scopes }
  return silent(facts)
    ? refuse('consent_required', 'The user has not allowed this yet.')
    : { kind: 'ask_consent' }
}

function silent({ request }: AuthorizationFacts): boolean {
  return request.prompt.includes('none')
}

type Session = NonNullable<AuthorizationFacts['session']>

/** Asked again by the request (`prompt`, `max_age`), unless the login was made for this request. */
function mustLogIn(facts: AuthorizationFacts, session: Session): boolean {
  if (loggedInSince(facts, session)) return false
  const { request, now } = facts
  if (request.prompt.includes('login') || request.prompt.includes('select_account')) return true
  const { maxAgeSeconds } = request
  // In whole seconds, as `auth_time` tells them: what the client computes must agree.
  const age = Math.floor(now / 1000) - Math.floor(session.authTime / 1000)
  if (maxAgeSeconds !== undefined && (maxAgeSeconds === 0 || age > maxAgeSeconds)) return true
  return !silent(facts) && facts.subject !== undefined && facts.subject !== session.userId
}

/** Every login makes a new token, so one with another token, begun since, is a login since. */
function loggedInSince(
  { startedAt, sessionBefore }: AuthorizationFacts,
  session: Session,
): boolean {
  return session.tokenHash !== sessionBefore && session.authTime >= startedAt
}

function mayUse(
  { enabledForProfiles }: AuthorizationFacts['client'],
  user: Pick<User, 'profileIds'>,
) {
  return (
    enabledForProfiles === undefined || user.profileIds.some((id) => enabledForProfiles.has(id))
  )
}

/** `acr_values` is a wish; as an essential claim it is a demand (OpenID Connect Core section 5.5.1.1). */
function meetsAcr({ request }: AuthorizationFacts, { acr }: Session): boolean {
  const asked = claimsRequest(request).idToken.get('acr')
  if (asked === undefined || !asked.essential || asked.values === undefined) return true
  return asked.values.includes(acr)
}

/**
 * Whether nobody is asked: for an application of the operator's own (`first_party`), and on the compatible face,
 * where installing is consent, unless that is switched on for the application.
 */
function isConsentGiven({ face, client }: AuthorizationFacts): boolean {
  return client.firstParty || (face === 'sentinel' && !client.sentinelConsent)
}

/** Whether the user has allowed that, and since the request came if it asks for that (`prompt`). */
function hasAllowed(
  { consent, request, startedAt }: AuthorizationFacts,
  scopes: readonly string[],
): boolean {
  if (consent === undefined) return false
  if (request.prompt.includes('consent') && consent.updatedAt < startedAt) return false
  return scopes.every((scope) => consent.scopes.includes(scope))
}

function refuse(
  code: 'login_required' | 'consent_required' | 'access_denied',
  description: string,
): AuthorizationDecision {
  return { kind: 'refuse', error: new OAuth2Error(code, description) }
}
