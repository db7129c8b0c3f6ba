import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pkceChallenge, seedApplication } from '../support/applications.ts'
import { createPageBrowser } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { callback, consent, responseOf, seedSignIn, sentinelUrl, signIn } from './support.ts'

for (const kind of databaseKinds) {
  describe(`contract 2 section 2.1: the compatible authorization endpoint, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
    })
    after(() => server.stop())

    test('302 to the login page, then back with code and state, no consent and no iss', async () => {
      const browser = createPageBrowser(server)
      const first = await browser.get(sentinelUrl(acme))
      assert.equal(first.status, 302)
      assert.match(first.location ?? '', /^\/oidc\/acme\/login\?flow=/)
      const done = await signIn(browser, 'acme', await browser.follow(first.location ?? ''))
      const { code, ...rest } = responseOf(done)
      assert.match(code ?? '', /^[0-9a-f]{64}$/)
      assert.deepEqual(rest, { state: 'some state' })
      const again = await browser.get(sentinelUrl(acme))
      assert.equal(again.status, 302)
      assert.ok(responseOf(again)['code'])
    })

    test('v, unknown parameters and scopes, and an address as it is, are tolerated', async () => {
      const browser = createPageBrowser(server)
      await signIn(browser, 'acme', await browser.follow(sentinelUrl(acme)))
      const changes: readonly Record<string, string | undefined>[] = [
        { v: undefined },
        { v: '2.0' },
        { foo: 'bar' },
        { scope: 'whatever' },
        { prompt: 'dance' },
        { redirect_uri: undefined },
        { code_challenge: pkceChallenge, code_challenge_method: 'S256', nonce: 'n' },
      ]
      for (const change of changes) {
        const out = await browser.get(sentinelUrl(acme, change))
        assert.ok(responseOf(out)['code'], JSON.stringify(change))
      }
      for (const v of ['abc', '1.0.0', '-1']) {
        const out = await browser.get(sentinelUrl(acme, { v }))
        assert.deepEqual([out.status, out.location], [400, undefined], 'no number is a mistake')
      }
      const raw = `/sentinel/api/account/acme/authorize?v=1.0&response_type=code&client_id=${acme.clientId}&redirect_uri=${callback}`
      assert.ok(responseOf(await browser.get(raw))['code'])
      const posted = await browser.post(
        `/sentinel/api/account/acme/authorize?v=1.0`,
        sentinelUrl(acme, { v: undefined }).split('?')[1] ?? '',
      )
      assert.ok(responseOf(posted)['code'])
    })

    test('with two addresses one must be named; errors go back to a trusted one', async () => {
      const two = await seedApplication(server, acme.id, {
        client_name: 'two',
        grant_types: ['authorization_code'],
        redirect_uris: [callback, `${callback}/2`],
      })
      const browser = createPageBrowser(server)
      const at = { id: 'acme', ...two }
      assert.equal((await browser.get(sentinelUrl(at, { redirect_uri: undefined }))).status, 400)
      const wrong = await browser.get(sentinelUrl(at, { response_type: 'token' }))
      assert.equal(wrong.status, 302)
      const { error_description: description, ...rest } = responseOf(wrong)
      assert.ok(description)
      assert.deepEqual(rest, { error: 'unsupported_response_type', state: 'some state' })
    })

    test('consent is asked when it is switched on for the application', async () => {
      const asking = await seedApplication(server, acme.id, {
        client_name: 'asking',
        grant_types: ['authorization_code'],
        redirect_uris: [callback],
        scope: 'msg.consumer',
        sentinel_consent: true,
      })
      const at = { id: 'acme', ...asking }
      const browser = createPageBrowser(server)
      const page = await signIn(browser, 'acme', await browser.follow(sentinelUrl(at)))
      assert.match(page.text, /Act for consumers in conversations/)
      assert.ok(responseOf(await consent(browser, 'acme', page))['code'])
      assert.ok(responseOf(await browser.get(sentinelUrl(at)))['code'])
    })
  })
}
