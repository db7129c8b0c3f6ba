/**
 * The compatible paths give more than the standard issuer does. What was allowed, or given, at the one must not be
 * worth more at the other.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  authorizeUrl,
  callback,
  consent,
  responseOf,
  seedSignIn,
  sentinelUrl,
  signIn,
} from '../authorization/support.ts'
import {
  atIssuer,
  basic,
  codeFields,
  installClient,
  postForm,
  seedCode,
  type TestClient,
} from '../authorization/tokens.ts'
import { seedApplication } from '../support/applications.ts'
import { createPageBrowser } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`one account behind two faces, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    let client: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
      client = await installClient(server, acme.id)
      userId = acme.users.agent.user.id
    })
    after(() => server.stop())

    test('who allowed an application to know them is asked again before it may act as them', async () => {
      const asking = await seedApplication(server, acme.id, {
        client_name: 'asking',
        redirect_uris: [callback],
        scope: 'users:read',
        sentinel_consent: true,
      })
      const at = { id: 'acme', ...asking }
      const browser = createPageBrowser(server)
      const first = await signIn(browser, 'acme', await browser.follow(authorizeUrl(at)))
      assert.match(first.text, /Know that it is you/)
      assert.doesNotMatch(first.text, /everything that you may do/)
      assert.ok(responseOf(await consent(browser, 'acme', first))['code'])
      for (const scope of ['openid', undefined]) {
        const silent = await browser.get(sentinelUrl(at, { scope, prompt: 'none' }))
        assert.equal(responseOf(silent)['error'], 'consent_required', String(scope))
      }
      const second = await browser.follow(sentinelUrl(at, { scope: 'openid' }))
      assert.match(second.text, /everything that you may do/)
      assert.ok(responseOf(await consent(browser, 'acme', second))['code'])
      const again = await browser.get(sentinelUrl(at, { scope: 'openid', prompt: 'none' }))
      assert.ok(responseOf(again)['code'])
    })

    test('an application that is made for the standard issuer acts as nobody without being allowed to', async () => {
      const modest = await seedApplication(server, acme.id, {
        client_name: 'modest',
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_basic',
      })
      const at = { id: 'acme', ...modest }
      const browser = createPageBrowser(server)
      const first = await signIn(browser, 'acme', await browser.follow(authorizeUrl(at)))
      assert.ok(responseOf(await consent(browser, 'acme', first))['code'])
      const silent = await browser.get(sentinelUrl(at, { prompt: 'none' }))
      assert.equal(responseOf(silent)['error'], 'consent_required')
      const asked = await browser.follow(sentinelUrl(at))
      assert.match(asked.text, /<li class="all">Do everything that you may do<\/li>/)
      const denied = await consent(browser, 'acme', asked, 'deny')
      assert.equal(responseOf(denied)['error'], 'access_denied')
    })

    test('2.3: a token of the standard issuer has no power at the compatible revocation, which ends everything', async () => {
      const code = await seedCode(server, client, userId)
      const { body } = await atIssuer(server, client, 'token', codeFields(code))
      const other = await seedCode(server, client, userId)
      const kept = await atIssuer(server, client, 'token', codeFields(other))
      const path = '/sentinel/api/account/acme/token/revoke'
      for (const token of [body['access_token'], body['refresh_token']]) {
        assert.equal((await postForm(server, path, { token }, basic(client))).status, 200)
      }
      for (const { access_token = '' } of [body, kept.body]) {
        const me = await call(server, 'GET', '/oidc/acme/userinfo', { bearer: access_token })
        assert.equal(me.status, 200)
      }
      const { bearer } = acme.users.agent
      const url = '/api/account/acme/watchword/me'
      assert.equal((await call(server, 'GET', url, { bearer })).status, 200)
    })
  })
}
