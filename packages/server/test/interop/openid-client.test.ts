import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as client from 'openid-client'
import { callback, consent, seedSignIn, signIn } from '../authorization/support.ts'
import { createPageBrowser } from '../support/browser.ts'
import { freePort } from '../support/cli.ts'
import { createRunningClock } from '../support/clock.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

describe('npm openid-client against the standard issuer', () => {
  let server: TestServer
  let acme: Awaited<ReturnType<typeof seedSignIn>>
  let config: client.Configuration
  const bye = 'https://app.example/bye'

  before(async () => {
    // The issuer stands in every token, so it must be known before the server listens.
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    // The client compares times with its own clock.
    const given = { port, clock: createRunningClock() }
    server = await startTestServer('sqlite', { WATCHWORD_PUBLIC_ORIGIN: origin }, given)
    acme = await seedSignIn(server, 'acme', { post_logout_redirect_uris: [bye] })
    config = await client.discovery(
      new URL(`${origin}/oidc/acme`),
      acme.clientId,
      acme.clientSecret,
      undefined,
      { execute: [client.allowInsecureRequests] },
    )
  })
  after(() => server.stop())

  for (const mode of ['query', 'fragment'] as const) {
    test(`the code flow with PKCE, state, nonce, max_age and iss, by ${mode}`, async () => {
      const verifier = client.randomPKCECodeVerifier()
      const state = client.randomState()
      const nonce = client.randomNonce()
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: callback,
        scope: 'openid profile email offline_access',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...{ state, nonce, max_age: '600' },
        ...(mode === 'query' ? {} : { response_mode: mode }),
      })
      const browser = createPageBrowser(server)
      const login = await browser.follow(url.pathname + url.search)
      const next = await signIn(browser, 'acme', login)
      const done = next.status === 200 ? await consent(browser, 'acme', next) : next
      const answer = new URL(done.location ?? '')
      if (mode === 'fragment') answer.search = answer.hash.slice(1)
      const tokens = await client.authorizationCodeGrant(config, answer, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        maxAge: 600,
      })
      const claims = tokens.claims()
      assert.equal(claims?.sub, String(acme.users.agent.user.id))
      assert.equal(claims['acr'], 'urn:watchword:acr:password')
      const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
      assert.equal(userinfo.preferred_username, 'agent')
      const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
      assert.equal(refreshed.claims()?.sub, claims.sub)
      const end = client.buildEndSessionUrl(config, {
        post_logout_redirect_uri: bye,
        id_token_hint: tokens.id_token ?? '',
        state,
      })
      const out = await browser.get(end.pathname + end.search)
      assert.equal(out.location, `${bye}?state=${state}`)
    })
  }

  test('an error response is understood', async () => {
    const verifier = client.randomPKCECodeVerifier()
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: callback,
      scope: 'openid',
      prompt: 'none',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    })
    const out = await createPageBrowser(server).get(url.pathname + url.search)
    await assert.rejects(
      client.authorizationCodeGrant(config, new URL(out.location ?? ''), {
        pkceCodeVerifier: verifier,
      }),
      { error: 'login_required' },
    )
  })
})
