import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Application } from '#domain/applications/application.ts'
import { createPageBrowser, flowOf, type PageAnswer } from '../support/browser.ts'
import { goodPassword } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import {
  authorizeUrl,
  callback,
  consent,
  responseOf,
  seedSignIn,
  sentinelUrl,
  signIn,
} from './support.ts'

type Seeded = Awaited<ReturnType<typeof seedSignIn>>

for (const kind of databaseKinds) {
  describe(`nobody is sent, logged in or framed against their will, on ${kind}`, () => {
    let server: TestServer
    let acme: Seeded
    let zenith: Seeded
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
      zenith = await seedSignIn(server, 'zenith')
    })
    after(() => server.stop())

    async function signedIn() {
      const browser = createPageBrowser(server)
      const asked = await signIn(browser, 'acme', await browser.follow(authorizeUrl(acme)))
      await (asked.status === 200 ? consent(browser, 'acme', asked) : undefined)
      return browser
    }

    /** A page that leads nowhere, says why by a code that stays, and repeats nothing. */
    function assertErrorPage(answer: PageAnswer, status: number, sent = ''): void {
      assert.equal(answer.status, status)
      assert.equal(answer.location, undefined)
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/)
      assert.match(answer.text, /id="error-code">[a-z_]+</)
      assert.match(answer.text, /id="request-id">[\w-]+</)
      if (sent !== '') assert.ok(!answer.text.includes(sent), 'it repeats what was sent')
    }

    test('RFC 6749 4.1.2.1: no redirect to an address or for an application that cannot be trusted', async () => {
      const browser = await signedIn()
      const uris = [
        'https://evil.example/',
        `${callback}/`,
        `${callback}?x=1`,
        `${callback}#x`,
        'https://app.example@evil.example/callback',
        'https://app.example.evil.example/callback',
        'HTTPS://app.example/callback',
        'https://app.example/%63allback',
        '//evil.example',
        '/oidc/acme/login',
        'javascript:alert(1)',
        'data:text/html,hi',
        `${callback}\r\nx: y`,
        'https://[::1',
      ]
      for (const redirect_uri of uris) {
        for (const change of [{}, { prompt: 'none' }, { response_type: 'token' }]) {
          const out = await browser.get(authorizeUrl(acme, { redirect_uri, ...change }))
          assertErrorPage(out, 400, redirect_uri)
          assertErrorPage(await browser.get(sentinelUrl(acme, { redirect_uri, ...change })), 400)
        }
      }
      assertErrorPage(await browser.get(authorizeUrl(acme, { redirect_uri: undefined })), 400)
    })

    test('an unknown application or account: a page, with the status of its face', async () => {
      const browser = await signedIn()
      for (const client_id of ['nobody', '', "'--", zenith.clientId, 'x'.repeat(5000)]) {
        assertErrorPage(await browser.get(authorizeUrl(acme, { client_id })), 400)
        assertErrorPage(await browser.get(sentinelUrl(acme, { client_id })), 401)
      }
      for (const id of ['nobody', 'not-an-id', 'x'.repeat(30)]) {
        assertErrorPage(await browser.get(authorizeUrl({ ...acme, id })), 404)
        assertErrorPage(await browser.get(sentinelUrl({ ...acme, id })), 401)
      }
      const json = await browser.get(sentinelUrl(acme, { client_id: 'nobody' }), {
        accept: 'application/json',
      })
      assert.equal(json.status, 401)
      assert.equal(JSON.parse(json.text).error, 'invalid_client')
    })

    test('RFC 6749 3.1: a parameter sent twice leads nowhere', async () => {
      const browser = await signedIn()
      const url = authorizeUrl(acme)
      for (const more of ['client_id=x', 'state=x', 'scope=openid', 'foo=1&foo=2']) {
        assertErrorPage(await browser.get(`${url}&${more}`), 400)
      }
      const [path = '', body = ''] = url.split('?')
      assertErrorPage(await browser.post(`${path}?state=1`, body), 400)
    })

    test('200 KB of state, and a body that is no form', async () => {
      const browser = await signedIn()
      const [path = '', body = ''] = authorizeUrl(acme, { state: 'x'.repeat(200_000) }).split('?')
      assert.equal((await browser.post(path, body)).status, 413)
      const half = authorizeUrl(acme, { state: 'x'.repeat(30_000) }).split('?')[1] ?? ''
      assertErrorPage(await browser.post(path, half), 400)
      const wrong = await browser.post(path, '{"client_id":1}', { 'content-type': 'text/plain' })
      assertErrorPage(wrong, 400)
    })

    test('every page forbids scripts, frames, caches and referrers', async () => {
      const browser = createPageBrowser(server)
      const login = await browser.follow(authorizeUrl(acme, { scope: 'openid address' }))
      const asked = await signIn(browser, 'acme', login)
      const failed = await browser.get(authorizeUrl(acme, { client_id: 'x' }))
      for (const page of [login, asked, failed]) {
        const policy = page.headers.get('content-security-policy') ?? ''
        assert.match(policy, /^default-src 'none'; style-src 'self'; /)
        assert.match(policy, /frame-ancestors 'none'; base-uri 'none'$/)
        assert.doesNotMatch(policy, /script-src|unsafe|\*/)
        assert.equal(page.headers.get('x-frame-options'), 'DENY')
        assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
        assert.equal(page.headers.get('cache-control'), 'no-store')
        assert.equal(page.headers.get('cross-origin-opener-policy'), 'same-origin')
        assert.equal(page.headers.get('x-content-type-options'), 'nosniff')
        assert.doesNotMatch(page.text, /<script|\son\w+=|style=/)
      }
      const ofLogin = login.headers.get('content-security-policy') ?? ''
      assert.match(ofLogin, /form-action 'self' https:\/\/app\.example;/)
      assert.match(failed.headers.get('content-security-policy') ?? '', /form-action 'self';/)
    })

    test('what somebody wrote is text on a page, whatever it is', async () => {
      const evil = '"><script>alert(1)</script>'
      const hostile = await seedSignIn(server, `evil${kind}`, { display_name: evil })
      const browser = createPageBrowser(server)
      const page = await browser.follow(authorizeUrl(hostile, { login_hint: evil }))
      const asked = await signIn(browser, hostile.id, page)
      for (const { text } of [page, asked]) {
        assert.doesNotMatch(text, /<script/)
        assert.match(text, /&#60;script&#62;/)
      }
    })

    test('session fixation: a login makes a new cookie, and the old one is worth nothing', async () => {
      const planted = 'a'.repeat(64)
      const victim = createPageBrowser(server)
      victim.cookies.set('ww-acme', planted)
      await signIn(victim, 'acme', await victim.follow(authorizeUrl(acme)))
      const first = victim.cookies.get('ww-acme')
      assert.match(first ?? '', /^[0-9a-f]{64}$/)
      assert.notEqual(first, planted)
      await signIn(victim, 'acme', await victim.follow(authorizeUrl(acme, { prompt: 'login' })))
      assert.notEqual(victim.cookies.get('ww-acme'), first)
      for (const old of [planted, first ?? '']) {
        const thief = createPageBrowser(server)
        thief.cookies.set('ww-acme', old)
        const out = await thief.get(authorizeUrl(acme, { prompt: 'none' }))
        assert.equal(responseOf(out)['error'], 'login_required')
      }
    })

    test('the cookie: HttpOnly, SameSite=Lax, for the whole host; by TLS Secure and __Host-', async () => {
      const browser = createPageBrowser(server)
      const page = await browser.follow(authorizeUrl(acme))
      const form = { flow: flowOf(page), username: 'agent', password: goodPassword }
      const answer = await browser.post('/oidc/acme/login', form)
      assert.match(
        answer.headers.get('set-cookie') ?? '',
        /^ww-acme=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/,
      )
      assert.equal(answer.status, 303)
      const secure = await startTestServer(kind, {
        WATCHWORD_PUBLIC_ORIGIN: 'https://auth.example',
      })
      try {
        const own = await seedSignIn(secure, 'own')
        const there = createPageBrowser(secure)
        await signIn(there, 'own', await there.follow(authorizeUrl(own)))
        assert.deepEqual([...there.cookies.keys()].sort(), ['__Host-ww-flow-own', '__Host-ww-own'])
        const out = responseOf(await there.get(authorizeUrl(own, { prompt: 'none' })))
        assert.equal(out['iss'], 'https://auth.example/oidc/own')
        // A neighbour host can plant a cookie whose name only looks like one with the prefix.
        for (const before of ['\u00a0', '\u00a0 ', '\u0085']) {
          const victim = createPageBrowser(secure)
          for (const [name, value] of there.cookies) victim.cookies.set(before + name, value)
          const planted = await victim.get(authorizeUrl(own, { prompt: 'none' }))
          assert.equal(responseOf(planted)['error'], 'login_required', JSON.stringify(before))
        }
      } finally {
        await secure.stop()
      }
    })

    test('login CSRF: a form of another site, or of another browser, does nothing', async () => {
      const attacker = createPageBrowser(server)
      const page = await attacker.follow(authorizeUrl(acme))
      const form = { flow: flowOf(page), username: 'agent', password: goodPassword }
      const victim = createPageBrowser(server)
      await victim.follow(authorizeUrl(acme))
      const other = await victim.post('/oidc/acme/login', form)
      assertErrorPage(other, 400, form.flow)
      assert.match(other.text, /interaction_other_browser/)
      assert.equal(victim.cookies.has('ww-acme'), false)
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
      ] as Record<string, string>[]) {
        assertErrorPage(await attacker.post('/oidc/acme/login', form, headers), 403)
      }
      assert.equal(attacker.cookies.has('ww-acme'), false)
      assert.equal((await attacker.post('/oidc/acme/login', form, { origin: 'null' })).status, 303)
    })

    test('an interaction counts in its browser, in its account, for its time, unchanged', async () => {
      const browser = await signedIn()
      const page = await browser.follow(authorizeUrl(acme, { prompt: 'login' }))
      const flow = flowOf(page)
      const paths = (id: string) => [
        `/oidc/${id}/login`,
        `/oidc/${id}/continue`,
        `/oidc/${id}/consent`,
      ]
      const middle = Math.floor(flow.length / 2)
      const changed = `${flow.slice(0, middle)}${flow[middle] === 'A' ? 'B' : 'A'}${flow.slice(middle + 1)}`
      for (const sent of [
        '',
        'x',
        changed,
        `${flow}A`,
        flow.slice(0, -2),
        flow.replace('v1', 'v2'),
      ]) {
        for (const path of paths('acme')) {
          assertErrorPage(await browser.get(`${path}?flow=${encodeURIComponent(sent)}`), 400)
        }
      }
      browser.cookies.set('ww-flow-zenith', browser.cookies.get('ww-flow-acme') ?? '')
      for (const path of paths('zenith'))
        assertErrorPage(await browser.get(`${path}?flow=${flow}`), 400)
      server.clock.advance(30 * 60_000)
      const late = await browser.get(`/oidc/acme/login?flow=${flow}`)
      assertErrorPage(late, 400)
      assert.match(late.text, /interaction_expired/)
    })

    test('a double submit, and a page that is sent again, do no harm', async () => {
      const browser = createPageBrowser(server)
      const page = await browser.follow(authorizeUrl(acme))
      const form = { flow: flowOf(page), username: 'agent', password: goodPassword }
      const both = await Promise.all([
        browser.post('/oidc/acme/login', form),
        browser.post('/oidc/acme/login', form),
      ])
      assert.deepEqual(
        both.map(({ status }) => status),
        [303, 303],
      )
      const next = await browser.follow(both[0].location ?? '')
      const done = next.status === 200 ? await consent(browser, 'acme', next) : next
      assert.ok(responseOf(done)['code'])
    })

    test('consent: only the user who sees the page can allow it', async () => {
      const browser = createPageBrowser(server)
      const url = authorizeUrl(acme, { scope: 'openid phone' })
      const asked = await signIn(browser, 'acme', await browser.follow(url))
      const flow = flowOf(asked)
      // Meanwhile, in another tab, somebody else logs in.
      const again = await browser.follow(authorizeUrl(acme, { prompt: 'login' }))
      await signIn(browser, 'acme', again, { username: 'admin' })
      const form = { flow, answer: 'allow' }
      const answered = await browser.post('/oidc/acme/consent', form)
      assert.match(answered.location ?? '', /^\/oidc\/acme\/consent\?/, 'that user is asked')
      const admin = acme.users.admin.user.id
      assert.equal(
        await server.storage.read.consents.find(acme.id, admin, acme.clientId),
        undefined,
      )
      const foreign = await browser.post('/oidc/acme/consent', form, {
        'sec-fetch-site': 'cross-site',
      })
      assertErrorPage(foreign, 403)
    })

    test('an application or an address that was removed meanwhile gets nothing', async () => {
      const gone = await seedSignIn(server, `gone${kind}`)
      const change = (to: Partial<Application>) =>
        server.storage.write(async (tx) => {
          const stored = await tx.applications.find(gone.id, gone.clientId)
          assert.ok(stored)
          const application = { ...stored.application, ...to }
          await tx.applications.update(gone.id, { ...stored, application })
        })
      const { manifest } =
        (await server.storage.read.applications.find(gone.id, gone.clientId))?.application ?? {}
      assert.ok(manifest)
      for (const to of [
        { enabled: false },
        { enabled: true, manifest: { ...manifest, redirect_uris: [`${callback}/new`] } },
      ]) {
        await change({ enabled: true, manifest })
        const browser = createPageBrowser(server)
        const page = await browser.follow(authorizeUrl(gone))
        await change(to)
        assertErrorPage(await signIn(browser, gone.id, page), 400)
      }
    })

    test('a session of one account is nothing in another', async () => {
      const browser = await signedIn()
      browser.cookies.set('ww-zenith', browser.cookies.get('ww-acme') ?? '')
      const out = await browser.get(authorizeUrl(zenith, { prompt: 'none' }))
      assert.equal(responseOf(out)['error'], 'login_required')
    })

    test('a suspended account shows a page', async () => {
      const shut = await seedSignIn(server, `shut${kind}`)
      await server.storage.write((tx) => tx.accounts.update(shut.id, { status: 'suspended' }))
      const browser = createPageBrowser(server)
      const out = await browser.get(authorizeUrl(shut))
      assertErrorPage(out, 451)
      assert.match(out.text, /account_suspended/)
    })
  })
}
