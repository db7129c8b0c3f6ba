/** Strangers' clients, unmodified, against the token endpoints. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import * as oauth from 'oauth4webapi'
import * as openid from 'openid-client'
import { AuthorizationCode, ClientCredentials } from 'simple-oauth2'
import { freePort } from '../support/cli.ts'
import { createRunningClock } from '../support/clock.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { installClient, redirectUri, seedCode, type TestClient, verifier } from './tokens.ts'

for (const kind of databaseKinds) {
  describe(`strangers' clients on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let client: TestClient
    let userId: number
    let issuer: URL
    before(async () => {
      // The clients follow the issuer's own words, so its origin must be where it listens.
      const port = await freePort()
      const origin = `http://127.0.0.1:${port}`
      // Clients look at their own clock.
      const given = { port, clock: createRunningClock() }
      server = await startTestServer(kind, { WATCHWORD_PUBLIC_ORIGIN: origin }, given)
      acme = await seedAccount(server, 'acme')
      client = await installClient(server, acme.id)
      userId = acme.users.agent.user.id
      issuer = new URL(`${origin}/oidc/acme`)
    })
    after(() => server.stop())

    const users = async (bearer: string) =>
      (await call(server, 'GET', '/api/account/acme/configuration/le-users/users', { bearer }))
        .status

    test('openid-client: discovery, client credentials, introspection, revocation', async () => {
      const config = await openid.discovery(issuer, client.id, client.secret, undefined, {
        execute: [openid.allowInsecureRequests],
      })
      const own = await openid.clientCredentialsGrant(config, { scope: 'users:read' })
      assert.deepEqual([own.expires_in, own.scope], [600, 'users:read'])
      assert.equal(await users(own.access_token), 200)
      assert.equal((await openid.tokenIntrospection(config, own.access_token)).active, true)

      const code = await seedCode(server, client, userId)
      const callback = new URL(`${redirectUri}?code=${code}&iss=${encodeURIComponent(issuer.href)}`)
      const tokens = await openid.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: verifier,
        expectedNonce: 'n-0S6_WzA2Mj',
        idTokenExpected: true,
      })
      assert.equal(tokens.claims()?.sub, String(userId))
      const next = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')
      assert.equal(next.claims()?.sub, String(userId))
      assert.notEqual(next.refresh_token, tokens.refresh_token)
      await openid.tokenRevocation(config, next.refresh_token ?? '')
      const gone = await openid.tokenIntrospection(config, next.access_token)
      assert.deepEqual({ ...gone }, { active: false })
    })

    test('oauth4webapi: with a private key, and what it thinks of our answers', async () => {
      const keys = await generateKeyPair('ES256', { extractable: true })
      const jwk = await exportJWK(keys.publicKey)
      const { kty, crv, x, y } = jwk
      const signer = await installClient(server, acme.id, {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [{ kty, crv, x, y, kid: 'mine', alg: 'ES256' }] },
      })
      const insecure = { [oauth.allowInsecureRequests]: true }
      const as = await oauth.processDiscoveryResponse(
        issuer,
        await oauth.discoveryRequest(issuer, { ...insecure, algorithm: 'oauth2' }),
      )
      const me: oauth.Client = { client_id: signer.id }
      const auth = oauth.PrivateKeyJwt({ key: keys.privateKey, kid: 'mine' })
      const own = await oauth.processClientCredentialsResponse(
        as,
        me,
        await oauth.clientCredentialsGrantRequest(as, me, auth, new URLSearchParams(), insecure),
      )
      assert.equal(await users(own.access_token), 200)

      const code = await seedCode(server, signer, userId)
      const callback = new URLSearchParams({ code, iss: issuer.href })
      const parameters = oauth.validateAuthResponse(as, me, callback, oauth.expectNoState)
      const tokens = await oauth.processAuthorizationCodeResponse(
        as,
        me,
        await oauth.authorizationCodeGrantRequest(
          ...([as, me, auth, parameters, redirectUri, verifier] as const),
          insecure,
        ),
        { expectedNonce: 'n-0S6_WzA2Mj', requireIdToken: true },
      )
      assert.equal(oauth.getValidatedIdTokenClaims(tokens)?.sub, String(userId))
      const next = await oauth.processRefreshTokenResponse(
        as,
        me,
        await oauth.refreshTokenGrantRequest(as, me, auth, tokens.refresh_token ?? '', insecure),
      )
      const told = await oauth.processIntrospectionResponse(
        as,
        me,
        await oauth.introspectionRequest(as, me, auth, next.access_token, insecure),
      )
      assert.deepEqual([told.active, told.sub], [true, String(userId)])
      const revoked = await oauth.revocationRequest(
        as,
        me,
        auth,
        next.refresh_token ?? '',
        insecure,
      )
      assert.equal(await oauth.processRevocationResponse(revoked), undefined)
    })

    test('simple-oauth2 on the compatible path: client credentials, code, refresh, revocation', async () => {
      const sentinel = {
        tokenHost: server.origin,
        tokenPath: '/sentinel/api/account/acme/token',
        revokePath: '/sentinel/api/account/acme/token/revoke',
      }
      for (const authorizationMethod of ['body', 'header'] as const) {
        const options = { authorizationMethod }
        const named = { id: client.id, secret: client.secret }
        const own = new ClientCredentials({
          client: named,
          auth: { ...sentinel, tokenPath: '/sentinel/api/account/acme/app/token' },
          options,
        })
        const app = await own.getToken({ scope: '' })
        assert.deepEqual(Object.keys(app.token).sort(), ['access_token', 'token_type'])
        assert.equal(await users(String(app.token['access_token'])), 200)

        const flow = new AuthorizationCode({ client: named, auth: sentinel, options })
        const code = await seedCode(server, client, userId, {
          ...{ face: 'sentinel', codeChallenge: undefined, nonce: undefined },
        })
        const token = await flow.getToken({ code, redirect_uri: redirectUri })
        assert.equal(token.expired(), false)
        assert.equal(await users(String(token.token['access_token'])), 200)
        const next = await token.refresh()
        assert.equal(await users(String(next.token['access_token'])), 200)
        await next.revoke('refresh_token')
        assert.equal(await users(String(next.token['access_token'])), 401)
      }
    })

    test('node fetch with URLSearchParams on the compatible path', async () => {
      const url = `${server.origin}/sentinel/api/v2/account/acme/app/token?v=2.0`
      const body = new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret },
      })
      const answer = await fetch(url, { method: 'POST', body, headers: { 'x-request-id': 'mine' } })
      const { expires_in } = (await answer.json()) as { expires_in: unknown }
      assert.deepEqual([answer.headers.get('x-request-id'), typeof expires_in], ['mine', 'string'])
    })
  })
}
