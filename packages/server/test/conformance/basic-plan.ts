/**
 * The modules of the plans `oidcc-basic-certification-test-plan` and `oidcc-formpost-basic-certification-test-plan`,
 * each under its own name: what the module asserts, asked of the running server. The second plan is the first with
 * `response_mode=form_post`, as it is in the suite: `basic-op.test.ts` and `form-post-op.test.ts` run them.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { pkceChallenge, pkceVerifier } from '../support/applications.ts'
import {
  type Arrival,
  callback,
  createRelyingParty,
  json,
  type Provider,
  type ResponseMode,
  walk,
} from './relying-party.ts'

/** What a module asserts, by the response mode of its plan. */
export type Module = (provider: Provider, mode: ResponseMode) => Promise<void>

/** A flow that a parameter must not disturb. */
function succeedsWith(change: Readonly<Record<string, string | undefined>>): Module {
  return async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const { claims, access_token } = await party.flow(change)
    assert.equal((await party.userinfo(access_token))['sub'], claims.sub)
  }
}

const claimsOfScope = {
  profile: [
    ...['name', 'family_name', 'given_name', 'middle_name', 'nickname', 'preferred_username'],
    ...['profile', 'picture', 'website', 'gender', 'birthdate', 'zoneinfo', 'locale', 'updated_at'],
  ],
  email: ['email', 'email_verified'],
  address: ['address'],
  phone: ['phone_number', 'phone_number_verified'],
} as const

/** Section 5.4: all that the scopes stand for at the userinfo endpoint, each of its type; nothing else. */
function tellsScopes(...scopes: readonly (keyof typeof claimsOfScope)[]): Module {
  return async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const { access_token, claims } = await party.flow({ scope: ['openid', ...scopes].join(' ') })
    const userinfo = await party.userinfo(access_token)
    const expected = ['sub', ...scopes.flatMap((scope) => claimsOfScope[scope])]
    assert.deepEqual(Object.keys(userinfo).sort(), expected.sort())
    assert.equal(userinfo['sub'], claims.sub)
    for (const [name, value] of Object.entries(userinfo)) {
      const type = /_verified$/.test(name)
        ? 'boolean'
        : ({ updated_at: 'number', address: 'object' }[name] ?? 'string')
      assert.equal(typeof value, type, name)
      if (type === 'string') assert.notEqual(value, '', name)
    }
  }
}

/** Error responses come back the way that was asked for, with state and issuer (and never with a code). */
function assertRefused(arrival: Arrival, mode: ResponseMode, errors: RegExp, state?: string): void {
  assert.equal(arrival.at, mode, arrival.answer.text)
  assert.equal(arrival.target, callback)
  const { error = '', error_description = '', iss, ...rest } = arrival.parameters
  assert.match(error, errors)
  assert.match(error_description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  assert.equal(iss, 'https://op.example/oidc/acme')
  assert.deepEqual(Object.keys(rest), ['state'])
  if (state !== undefined) assert.equal(rest['state'], state)
}

const needsUser =
  /^(?:interaction_required|login_required|account_selection_required|consent_required)$/

export const basicPlan: Readonly<Record<string, Module>> = {
  'oidcc-server': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const { arrival, claims, access_token } = await party.flow()
    assert.deepEqual(arrival.seen, ['login', 'consent'])
    assert.equal(claims.sub, provider.subject)
    assert.equal((await party.userinfo(access_token))['sub'], claims.sub)
  },

  'oidcc-response-type-missing': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const arrival = await party.authorize({ response_type: undefined })
    assertRefused(arrival, mode, /^(?:invalid_request|unsupported_response_type)$/)
  },

  'oidcc-idtoken-signature': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const { header } = await party.flow()
    assert.equal(header.alg, 'RS256')
    const { keys } = await json(await fetch(`${provider.server.origin}/oidc/acme/jwks`))
    const kids = (keys as readonly { readonly kid: string }[]).map(({ kid }) => kid)
    assert.equal(new Set(kids).size, kids.length)
    assert.ok(kids.includes(header.kid ?? ''))
  },

  'oidcc-idtoken-unsigned': async ({ server }) => {
    // The suite runs it where `none` is offered; it is not, not even to who asks for it.
    const url = `${server.origin}/oidc/acme/.well-known/openid-configuration`
    const metadata = await json(await fetch(url))
    assert.doesNotMatch(JSON.stringify(metadata['id_token_signing_alg_values_supported']), /none/i)
  },

  'oidcc-userinfo-get': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const { access_token, claims } = await party.flow()
    assert.equal((await party.userinfo(access_token))['sub'], claims.sub)
  },

  'oidcc-userinfo-post-header': async (provider, mode) => {
    const { access_token, claims } = await createRelyingParty(provider, { mode }).flow()
    const headers = { authorization: `Bearer ${access_token}` }
    const url = `${provider.server.origin}/oidc/acme/userinfo`
    // Without a body, and with the empty form that the suite's library sends.
    for (const body of [undefined, new URLSearchParams()]) {
      const sent = body === undefined ? { headers } : { headers, body }
      const told = await json(await fetch(url, { method: 'POST', ...sent }))
      assert.equal(told['sub'], claims.sub)
    }
  },

  'oidcc-userinfo-post-body': async (provider, mode) => {
    const { access_token, claims } = await createRelyingParty(provider, { mode }).flow()
    const body = new URLSearchParams({ access_token })
    const url = `${provider.server.origin}/oidc/acme/userinfo`
    assert.equal((await json(await fetch(url, { method: 'POST', body })))['sub'], claims.sub)
  },

  'oidcc-ensure-request-without-nonce-succeeds-for-code-flow': async (provider, mode) => {
    const { claims } = await createRelyingParty(provider, { mode }).flow({ nonce: undefined })
    assert.ok(!('nonce' in claims))
  },

  'oidcc-scope-profile': tellsScopes('profile'),
  'oidcc-scope-email': tellsScopes('email'),
  'oidcc-scope-address': tellsScopes('address'),
  'oidcc-scope-phone': tellsScopes('phone'),
  'oidcc-scope-all': tellsScopes('profile', 'email', 'address', 'phone'),
  'oidcc-ensure-other-scope-order-succeeds': succeedsWith({ scope: 'email openid' }),
  'oidcc-alternate-happy-flow': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const reversed = [...party.parameters({ scope: 'email openid' })].reverse()
    const start = `/oidc/acme/authorize?${new URLSearchParams(reversed)}`
    party.codeOf(await walk(party.browser, await party.browser.get(start)))
  },
  'oidcc-display-page': succeedsWith({ display: 'page' }),
  'oidcc-display-popup': succeedsWith({ display: 'popup' }),

  'oidcc-prompt-login': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const first = await party.flow()
    provider.server.clock.advance(1000)
    const second = await party.flow({ prompt: 'login' })
    assert.deepEqual(second.arrival.seen, ['login'])
    assert.notEqual(second.claims['auth_time'], first.claims['auth_time'])
    assert.equal(second.claims.sub, first.claims.sub)
  },

  'oidcc-prompt-none-not-logged-in': async (provider, mode) => {
    // A long state, as the suite sends one, comes back whole.
    const state = randomBytes(96).toString('base64url')
    const arrival = await createRelyingParty(provider, { mode }).authorize({
      prompt: 'none',
      state,
    })
    assertRefused(arrival, mode, needsUser, state)
    assert.deepEqual(arrival.seen, [])
  },

  'oidcc-prompt-none-logged-in': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const first = await party.flow()
    provider.server.clock.advance(2000)
    const second = await party.flow({ prompt: 'none' })
    assert.deepEqual(second.arrival.seen, [])
    assert.equal(second.claims.sub, first.claims.sub)
    assert.equal(second.claims['auth_time'], first.claims['auth_time'])
  },

  'oidcc-max-age-1': async (provider, mode) => {
    const { clock } = provider.server
    const party = createRelyingParty(provider, { mode })
    const first = await party.flow()
    clock.advance(2000)
    const second = await party.flow({ max_age: '1' })
    assert.deepEqual(second.arrival.seen, ['login'])
    const authTime = Number(second.claims['auth_time'])
    assert.ok(authTime > Number(first.claims['auth_time']))
    assert.ok(Math.abs(authTime - clock.now() / 1000) < 10)
  },

  'oidcc-max-age-10000': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const first = await party.flow()
    provider.server.clock.advance(2000)
    const second = await party.flow({ max_age: '10000' })
    assert.deepEqual(second.arrival.seen, [])
    assert.equal(second.claims.sub, first.claims.sub)
    assert.ok(Number.isInteger(second.claims['auth_time']))
    assert.equal(second.claims['auth_time'], first.claims['auth_time'])
  },

  'oidcc-ensure-request-with-unknown-parameter-succeeds': succeedsWith({ extra: 'foobar' }),

  'oidcc-id-token-hint': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const first = await party.flow()
    const second = await party.flow({ prompt: 'none', id_token_hint: first.id_token })
    assert.deepEqual(second.arrival.seen, [])
    assert.equal(second.claims.sub, first.claims.sub)
    assert.equal(second.claims['auth_time'], first.claims['auth_time'])
  },

  'oidcc-login-hint': succeedsWith({ login_hint: 'somebody@suite.example' }),
  'oidcc-ui-locales': succeedsWith({ ui_locales: 'se' }),
  'oidcc-claims-locales': succeedsWith({ claims_locales: 'se' }),

  'oidcc-ensure-request-with-acr-values-succeeds': async (provider, mode) => {
    const url = `${provider.server.origin}/oidc/acme/.well-known/openid-configuration`
    const { acr_values_supported } = await json(await fetch(url))
    const offered = acr_values_supported as readonly string[]
    const acr_values = offered.join(' ')
    const { claims } = await createRelyingParty(provider, { mode }).flow({ acr_values })
    assert.ok(offered.includes(String(claims['acr'])))
    const others = await createRelyingParty(provider, { mode }).flow({ acr_values: '1 2' })
    assert.ok(others.claims.sub)
  },

  'oidcc-codereuse': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const code = party.codeOf(await party.authorize())
    await party.readTokens(await party.redeem(code))
    await assertInvalidGrant(await party.redeem(code))
  },

  'oidcc-codereuse-30seconds': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const code = party.codeOf(await party.authorize())
    const { access_token } = await party.readTokens(await party.redeem(code))
    await party.userinfo(access_token)
    provider.server.clock.advance(30_000)
    await assertInvalidGrant(await party.redeem(code))
    const headers = { authorization: `Bearer ${access_token}` }
    const after = await fetch(`${provider.server.origin}/oidc/acme/userinfo`, { headers })
    assert.equal(after.status, 401)
  },

  'oidcc-ensure-registered-redirect-uri': async (provider, mode) => {
    const redirect_uri = `https://suite.example/${randomBytes(8).toString('hex')}/callback`
    const arrival = await createRelyingParty(provider, { mode }).authorize({ redirect_uri })
    assert.equal(arrival.at, 'page')
    assert.equal(arrival.answer.status, 400)
    assert.match(arrival.answer.text, /redirect_uri is not registered/)
  },

  'oidcc-ensure-post-request-succeeds': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const { browser } = party
    // The suite's page sends the form, so browsers say that another site did.
    const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://suite.example' }
    const asked = String(party.parameters())
    const answer = await browser.post('/oidc/acme/authorize', asked, foreign)
    const code = party.codeOf(await walk(browser, answer))
    await party.readTokens(await party.redeem(code))
  },

  'oidcc-server-client-secret-post': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode, auth: 'client_secret_post' })
    const { claims, access_token } = await party.flow()
    assert.equal((await party.userinfo(access_token))['sub'], claims.sub)
  },

  'oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported': async (
    provider,
    mode,
  ) => {
    const request_uri = 'https://suite.example/test/a/watchword/request-object.jwt#abc'
    const arrival = await createRelyingParty(provider, { mode }).authorize({ request_uri })
    assertRefused(arrival, mode, /^request_uri_not_supported$/)
  },

  'oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported': async (
    provider,
    mode,
  ) => {
    const party = createRelyingParty(provider, { mode })
    const inside = Object.fromEntries(party.parameters())
    // What OAuth 2.0 itself requires stands outside too; the rest inside alone, `state` included.
    const arrival = await party.authorize({
      request: unsignedRequestObject(inside),
      state: undefined,
      nonce: undefined,
    })
    assert.equal(arrival.at, mode)
    assert.equal(arrival.parameters['error'], 'request_not_supported')
  },

  'oidcc-claims-essential': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } })
    const { access_token } = await party.flow({ claims })
    const userinfo = await party.userinfo(access_token)
    assert.deepEqual(userinfo, { sub: provider.subject, name: 'Aga Maria Agentsson' })
  },

  'oidcc-ensure-request-object-with-redirect-uri': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const request = unsignedRequestObject(Object.fromEntries(party.parameters()))
    const arrival = await party.authorize({ request, redirect_uri: `${callback}/not-registered` })
    assert.equal(arrival.at, 'page')
    assert.equal(arrival.answer.status, 400)
  },

  'oidcc-refresh-token': async (provider, mode) => {
    const change = { scope: 'openid offline_access', prompt: 'consent' }
    const party = createRelyingParty(provider, { mode })
    const second = createRelyingParty(provider, { mode, client: provider.secondClient })
    const refresh = (by: typeof party, refresh_token: string, more = {}) =>
      by.post({ grant_type: 'refresh_token', refresh_token, ...more })
    const scope = { scope: change.scope }
    const first = await party.flow(change)
    provider.server.clock.advance(1000)
    const refreshed = await party.readTokens(await refresh(party, first.refresh_token, scope))
    for (const name of ['iss', 'sub', 'aud', 'auth_time', 'azp']) {
      assert.deepEqual(refreshed.claims[name], first.claims[name], name)
    }
    assert.ok(Number(refreshed.claims.iat) > Number(first.claims.iat))
    assert.notEqual(refreshed.access_token, first.access_token)
    await party.userinfo(refreshed.access_token)
    const others = await second.flow(change)
    const theirs = await second.readTokens(await refresh(second, others.refresh_token))
    await assertInvalidGrant(await refresh(party, theirs.refresh_token, scope))
    await second.readTokens(await refresh(second, theirs.refresh_token))
  },

  'oidcc-ensure-request-with-valid-pkce-succeeds': async (provider, mode) => {
    const party = createRelyingParty(provider, { mode })
    const code_challenge = pkceChallenge
    const arrival = await party.authorize({ code_challenge, code_challenge_method: 'S256' })
    const code_verifier = pkceVerifier
    await party.readTokens(await party.redeem(party.codeOf(arrival), { code_verifier }))
  },
}

async function assertInvalidGrant(response: Response): Promise<void> {
  assert.equal(response.status, 400)
  assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
  const { error, error_description } = (await response.json()) as Record<string, string>
  assert.equal(error, 'invalid_grant')
  assert.match(error_description ?? '', /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
}

function unsignedRequestObject(claims: object): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode({ alg: 'none' })}.${encode(claims)}.`
}
