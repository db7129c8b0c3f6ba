import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { pkceVerifier } from '../support/applications.ts'
import { createPageBrowser, flowOf, type PageAnswer, type PageBrowser } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { authorizeUrl, callback, consent, responseOf, seedSignIn, signIn } from './support.ts'

const bye = 'https://app.example/bye'

type Tokens = { readonly id_token: string; readonly refresh_token: string }

for (const kind of databaseKinds) {
  describe(`RP-Initiated Logout, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme', { post_logout_redirect_uris: [bye, `${bye}?a=1`] })
    })
    after(() => server.stop())

    async function redeem(code = ''): Promise<Tokens> {
      const answer = await createPageBrowser(server).post(
        '/oidc/acme/token',
        {
          grant_type: 'authorization_code',
          code,
          redirect_uri: callback,
          code_verifier: pkceVerifier,
          client_id: acme.clientId,
          client_secret: acme.clientSecret,
        },
        {},
      )
      assert.equal(answer.status, 200, answer.text)
      return JSON.parse(answer.text)
    }

    async function signedIn(scope = 'openid', username = 'agent') {
      const browser = createPageBrowser(server)
      const login = await browser.follow(authorizeUrl(acme, { scope }))
      const asked = await signIn(browser, 'acme', login, { username })
      const done = asked.status === 200 ? await consent(browser, 'acme', asked) : asked
      return { browser, tokens: await redeem(responseOf(done)['code']) }
    }

    const logout = (browser: PageBrowser, parameters: Record<string, string>) =>
      browser.get(`/oidc/acme/logout?${new URLSearchParams(parameters)}`)

    async function isSignedIn(browser: PageBrowser): Promise<boolean> {
      const out = await browser.get(authorizeUrl(acme, { prompt: 'none' }))
      return responseOf(out)['code'] !== undefined
    }

    function assertStays(answer: PageAnswer, status: number): void {
      assert.equal(answer.status, status)
      assert.equal(answer.location, undefined)
    }

    test('section 2: with a hint the session ends, and the browser goes on with state', async () => {
      const { browser, tokens } = await signedIn()
      assert.ok(await isSignedIn(browser))
      const out = await logout(browser, {
        id_token_hint: tokens.id_token,
        client_id: acme.clientId,
        post_logout_redirect_uri: bye,
        state: 'so long',
      })
      assert.equal(out.status, 303)
      assert.equal(out.location, `${bye}?state=so%20long`)
      assert.equal(browser.cookies.has('ww-acme'), false)
      assert.equal(await isSignedIn(browser), false)
    })

    test('what was granted for as long as the session lives ends with it; offline access does not', async () => {
      const refresh = async ({ refresh_token }: Tokens) =>
        createPageBrowser(server).post(
          '/oidc/acme/token',
          {
            grant_type: 'refresh_token',
            refresh_token,
            client_id: acme.clientId,
            client_secret: acme.clientSecret,
          },
          {},
        )
      for (const [scope, expected] of [
        ['openid', 400],
        ['openid offline_access', 200],
      ] as const) {
        const { browser, tokens } = await signedIn(scope)
        await logout(browser, { id_token_hint: tokens.id_token })
        assert.equal((await refresh(tokens)).status, expected, scope)
      }
    })

    test('section 4: a hint that has expired long ago still proves who asks', async () => {
      const { tokens } = await signedIn()
      server.clock.advance(5 * 3_600_000)
      const { browser } = await signedIn()
      const hint = { id_token_hint: tokens.id_token, post_logout_redirect_uri: bye }
      assert.equal((await logout(browser, hint)).location, bye)
      assert.equal(await isSignedIn(browser), false)
    })

    test('by POST: at once from our origin, by address from another site', async () => {
      const { browser, tokens } = await signedIn()
      const form = { id_token_hint: tokens.id_token, post_logout_redirect_uri: `${bye}?a=1` }
      const stranger = createPageBrowser(server)
      const bounced = await stranger.post('/oidc/acme/logout', form, {
        'sec-fetch-site': 'cross-site',
      })
      assert.equal(bounced.status, 303)
      const out = await browser.get(bounced.location ?? '')
      assert.equal(out.location, `${bye}?a=1`)
      assert.equal(await isSignedIn(browser), false)
    })

    test('an address that is not registered: a page, and nobody is logged out', async () => {
      const { browser, tokens } = await signedIn()
      const uris = [
        `${bye}/`,
        `${bye}?x=1`,
        `${bye}#x`,
        'https://evil.example/',
        callback,
        '//x.example',
      ]
      for (const uri of uris) {
        const asked = { id_token_hint: tokens.id_token, post_logout_redirect_uri: uri }
        assertStays(await logout(browser, asked), 400)
      }
      assert.ok(await isSignedIn(browser))
    })

    test('a hint that is changed, unsigned, forged, or of another application: a page', async () => {
      const { browser, tokens } = await signedIn()
      const [header = '', payload = '', signature = ''] = tokens.id_token.split('.')
      const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
      const hints = [
        `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`,
        `${header}.${encode({ ...claims, sub: '1' })}.${signature}`,
        `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
        `${header}.${payload}`,
        'x',
      ]
      for (const id_token_hint of hints) {
        assertStays(await logout(browser, { id_token_hint, post_logout_redirect_uri: bye }), 400)
      }
      const other = { id_token_hint: tokens.id_token, client_id: 'other' }
      assertStays(await logout(browser, other), 400)
      assert.ok(await isSignedIn(browser))
    })

    test('section 2: without a hint the user is asked, and stays here', async () => {
      const { browser } = await signedIn()
      for (const asked of [
        {},
        { state: 'x' },
        { client_id: acme.clientId, post_logout_redirect_uri: bye, state: 'x' },
        { post_logout_redirect_uri: 'https://evil.example/' },
      ] as Record<string, string>[]) {
        const page = await logout(browser, asked)
        assertStays(page, 200)
        assert.match(page.text, /id="confirm-logout"/)
        assert.ok(await isSignedIn(browser))
      }
      const page = await logout(browser, { ui_locales: 'es' })
      const form = { flow: flowOf(page) }
      const foreign = { 'sec-fetch-site': 'cross-site' }
      assertStays(await browser.post('/oidc/acme/confirm-logout', form, foreign), 403)
      const stranger = createPageBrowser(server)
      assertStays(await stranger.post('/oidc/acme/confirm-logout', form), 400)
      assert.ok(await isSignedIn(browser))
      const done = await browser.post('/oidc/acme/confirm-logout', form)
      assert.equal(done.status, 303)
      const end = await browser.follow(done.location ?? '')
      assert.match(end.text, /<html lang="es">/)
      assert.match(end.text, /id="logged-out"/)
      assert.equal(await isSignedIn(browser), false)
    })

    test('a hint of another user: the one who is logged in is asked', async () => {
      const { tokens } = await signedIn('openid', 'admin')
      const { browser } = await signedIn()
      const asked = { id_token_hint: tokens.id_token, post_logout_redirect_uri: bye }
      assert.match((await logout(browser, asked)).text, /id="confirm-logout"/)
      assert.ok(await isSignedIn(browser))
    })

    test('nobody is logged in: it is said so, and only a hint leads on', async () => {
      const { tokens } = await signedIn()
      const nobody = createPageBrowser(server)
      const asked = { post_logout_redirect_uri: bye }
      assert.match((await logout(nobody, asked)).text, /id="logged-out"/)
      const hinted = await logout(nobody, { ...asked, id_token_hint: tokens.id_token })
      assert.equal(hinted.location, bye)
    })

    test('an account that does not exist has no page', async () => {
      const browser = createPageBrowser(server)
      assertStays(await browser.get('/oidc/nobody/logout'), 404)
      assertStays(await browser.get('/oidc/nobody/logged-out'), 404)
      assertStays(await browser.post('/oidc/nobody/confirm-logout', { flow: 'x' }), 404)
      assert.equal(browser.cookies.size, 0)
    })

    test('a logout is audited', async () => {
      const { browser, tokens } = await signedIn()
      await logout(browser, { id_token_hint: tokens.id_token })
      const events = await server.storage.read.audit.chain(acme.id, 0, 1000)
      const last = events.findLast(({ element }) => element === 'browserSession')
      assert.equal(last?.action, 'Logout')
      assert.equal(last.actor.loginName, 'agent')
    })

    test('OIDC Core 3.1.2.1: id_token_hint at the authorization endpoint', async () => {
      const { browser, tokens } = await signedIn()
      const ask = (change: Record<string, string>) => browser.get(authorizeUrl(acme, change))
      const silent = { prompt: 'none', id_token_hint: tokens.id_token }
      assert.ok(responseOf(await ask(silent))['code'])
      const { tokens: theirs } = await signedIn('openid', 'admin')
      const other = await ask({ prompt: 'none', id_token_hint: theirs.id_token })
      assert.equal(responseOf(other)['error'], 'login_required')
      const broken = await ask({ id_token_hint: `${tokens.id_token.slice(0, -4)}AAAA` })
      assert.equal(responseOf(broken)['error'], 'invalid_request')
    })
  })
}
