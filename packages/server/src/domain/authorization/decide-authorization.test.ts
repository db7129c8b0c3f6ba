import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AuthorizationRequest } from '@watchword/protocol/oauth2/authorization-request.ts'
import { type AuthorizationFacts, decideAuthorization } from './decide-authorization.ts'
import { allRights } from './scopes-to-allow.ts'

const second = 1000
const now = 1_000_000 * second

const request: AuthorizationRequest = {
  clientId: 'app',
  redirectUri: 'https://app.example/cb',
  redirectUriSent: true,
  responseMode: 'query',
  state: undefined,
  scopes: ['openid', 'email'],
  nonce: undefined,
  prompt: [],
  maxAgeSeconds: undefined,
  loginHint: undefined,
  idTokenHint: undefined,
  acrValues: [],
  uiLocales: [],
  claims: undefined,
  codeChallenge: undefined,
}
const session = { tokenHash: 'old', authTime: now - 100 * second, acr: 'a', userId: 7 }
const consent = {
  userId: 7,
  clientId: 'app',
  scopes: ['openid', 'email'],
  createdAt: 0,
  updatedAt: 0,
}
const fine: AuthorizationFacts = {
  face: 'oidc',
  request,
  client: { firstParty: false, sentinelConsent: false, enabledForProfiles: undefined },
  session,
  user: { profileIds: [1] },
  consent,
  subject: undefined,
  startedAt: now - 10 * second,
  sessionBefore: 'old',
  now,
}
/** Somebody who logged in, or allowed it, since the request came. */
const since = { session: { ...session, tokenHash: 'new', authTime: now - second } }
const asks = (change: Partial<AuthorizationRequest>) => ({ request: { ...request, ...change } })
const essential = (values: readonly string[]) =>
  asks({ claims: JSON.stringify({ id_token: { acr: { essential: true, values } } }) })

describe('OIDC Core 3.1.2.3 to 3.1.2.6: what happens next', () => {
  const rows: readonly [string, Partial<AuthorizationFacts>, string][] = [
    ['all is well', {}, 'grant'],
    ['nobody is logged in', { session: undefined, user: undefined }, 'log_in'],
    [
      'nobody, silently',
      { session: undefined, user: undefined, ...asks({ prompt: ['none'] }) },
      'login_required',
    ],
    ['silently', asks({ prompt: ['none'] }), 'grant'],
    ['prompt=login', asks({ prompt: ['login'] }), 'log_in'],
    ['prompt=login, a login since', { ...asks({ prompt: ['login'] }), ...since }, 'grant'],
    [
      'prompt=login, another session that is older than the request',
      { ...asks({ prompt: ['login'] }), session: { ...session, tokenHash: 'other' } },
      'log_in',
    ],
    ['prompt=select_account', asks({ prompt: ['select_account'] }), 'log_in'],
    ['max_age that is enough', asks({ maxAgeSeconds: 100 }), 'grant'],
    ['max_age that is not', asks({ maxAgeSeconds: 99 }), 'log_in'],
    [
      'max_age that is not, silently',
      asks({ maxAgeSeconds: 99, prompt: ['none'] }),
      'login_required',
    ],
    ['max_age=0', asks({ maxAgeSeconds: 0 }), 'log_in'],
    ['max_age=0, a login since', { ...asks({ maxAgeSeconds: 0 }), ...since }, 'grant'],
    ['the user who is expected', { subject: 7 }, 'grant'],
    ['another user', { subject: 8 }, 'log_in'],
    ['another user, silently', { subject: 8, ...asks({ prompt: ['none'] }) }, 'login_required'],
    ['another user, after a login', { subject: 8, ...since }, 'login_required'],
    [
      'a profile that may',
      { client: { ...fine.client, enabledForProfiles: new Set([1, 2]) } },
      'grant',
    ],
    [
      'no profile that may',
      { client: { ...fine.client, enabledForProfiles: new Set([2]) } },
      'access_denied',
    ],
    ['for nobody', { client: { ...fine.client, enabledForProfiles: new Set() } }, 'access_denied'],
    ['an acr that is met', essential(['b', 'a']), 'grant'],
    ['an acr that is not met', essential(['b']), 'access_denied'],
    ['an acr that is only a wish', asks({ acrValues: ['b'] }), 'grant'],
    ['never allowed', { consent: undefined }, 'ask_consent'],
    [
      'never allowed, silently',
      { consent: undefined, ...asks({ prompt: ['none'] }) },
      'consent_required',
    ],
    ['a scope more', asks({ scopes: ['openid', 'phone'] }), 'ask_consent'],
    ['a scope less', asks({ scopes: ['openid'] }), 'grant'],
    ['prompt=consent', asks({ prompt: ['consent'] }), 'ask_consent'],
    [
      'prompt=consent, allowed since',
      { ...asks({ prompt: ['consent'] }), consent: { ...consent, updatedAt: now } },
      'grant',
    ],
    ['first party', { consent: undefined, client: { ...fine.client, firstParty: true } }, 'grant'],
    ['sentinel', { consent: undefined, face: 'sentinel' }, 'grant'],
    [
      'sentinel, switched on',
      { consent: undefined, face: 'sentinel', client: { ...fine.client, sentinelConsent: true } },
      'ask_consent',
    ],
    [
      'sentinel, switched on, allowed at the standard issuer',
      { face: 'sentinel', client: { ...fine.client, sentinelConsent: true } },
      'ask_consent',
    ],
    [
      'sentinel, switched on, allowed there',
      {
        face: 'sentinel',
        client: { ...fine.client, sentinelConsent: true },
        consent: { ...consent, scopes: [allRights, ...consent.scopes] },
      },
      'grant',
    ],
  ]
  for (const [name, change, expected] of rows) {
    test(`${name}: ${expected}`, () => {
      const decision = decideAuthorization({ ...fine, ...change })
      assert.equal(decision.kind === 'refuse' ? decision.error.code : decision.kind, expected)
    })
  }
})
