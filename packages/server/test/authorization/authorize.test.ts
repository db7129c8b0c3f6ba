import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { defaultSettings } from '#domain/accounts/settings.ts'
import { sha256Hex } from '#lib/digest.ts'
import { seedApplication } from '../support/applications.ts'
import { createPageBrowser, flowOf } from '../support/browser.ts'
import { givePassword, goodPassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { authorizeUrl, callback, consent, responseOf, seedSignIn, signIn } from './support.ts'

const minute = 60_000

for (const kind of databaseKinds) {
  describe(`the authorization endpoint of the standard issuer, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
    })
    after(() => server.stop())

    /** A browser whose user is logged in and has allowed the application `openid`. */
    async function signedIn(change: Record<string, string | undefined> = {}) {
      const browser = createPageBrowser(server)
      let page = await signIn(browser, 'acme', await browser.follow(authorizeUrl(acme, change)))
      if (page.status === 200) page = await consent(browser, 'acme', page)
      assert.ok(responseOf(page)['code'], page.text)
      return browser
    }

    test('OIDC Core 3.1.2: login, consent, then a code with state and iss; a second time silently', async () => {
      const zoe = createPageBrowser(server)
      const login = await zoe.follow(authorizeUrl(acme))
      assert.equal(login.status, 200)
      assert.match(login.text, /id="username"/)
      assert.match(login.text, /Route Planner/)
      const asked = await signIn(zoe, 'acme', login)
      assert.match(asked.text, /id="allow"/)
      const done = await consent(zoe, 'acme', asked)
      assert.equal(done.status, 303)
      const { code, ...rest } = responseOf(done)
      assert.match(code ?? '', /^[0-9a-f]{64}$/)
      const metadata = await zoe.get('/oidc/acme/.well-known/openid-configuration')
      const { issuer } = JSON.parse(metadata.text)
      assert.deepEqual(rest, { state: 'some state', iss: issuer })
      const again = await zoe.get(authorizeUrl(acme))
      assert.equal(again.status, 303)
      assert.ok(responseOf(again)['code'])
      assert.notEqual(responseOf(again)['code'], code)
    })

    test('the code is kept with all that the request and the login say', async () => {
      const claims = '{"userinfo":{"email":null}}'
      const browser = await signedIn()
      const scope = 'openid email'
      const asked = await browser.follow(authorizeUrl(acme, { scope, nonce: 'n-1', claims }))
      const { code = '' } = responseOf(await consent(browser, 'acme', asked))
      const kept = await server.storage.read.codes.find(acme.id, sha256Hex(code))
      assert.ok(kept)
      const { user } = acme.users.agent
      assert.deepEqual(
        {
          userId: kept.userId,
          clientId: kept.clientId,
          face: kept.face,
          redirectUri: kept.redirectUri,
          redirectUriSent: kept.redirectUriSent,
          scope: kept.scope,
          nonce: kept.nonce,
          claims: kept.claims,
          amr: kept.amr,
          acr: kept.acr,
          lifetime: kept.expiresAt - kept.issuedAt,
        },
        {
          userId: user.id,
          clientId: acme.clientId,
          face: 'oidc',
          redirectUri: callback,
          redirectUriSent: true,
          scope,
          nonce: 'n-1',
          claims,
          amr: ['pwd'],
          acr: 'urn:watchword:acr:password',
          lifetime: 60_000,
        },
      )
      const session = await server.storage.read.browserSessions.find(acme.id, kept.browserSessionId)
      assert.equal(session?.userId, user.id)
      assert.equal(session?.authTime, kept.authTime)
    })

    test('response_mode: query, fragment and form_post', async () => {
      const browser = await signedIn()
      const fragment = await browser.get(authorizeUrl(acme, { response_mode: 'fragment' }))
      assert.match(fragment.location ?? '', /^https:\/\/app\.example\/callback#code=[0-9a-f]{64}&/)
      const posted = await browser.get(authorizeUrl(acme, { response_mode: 'form_post' }))
      assert.equal(posted.status, 200)
      assert.match(posted.text, /<form method="post" action="https:\/\/app\.example\/callback">/)
      assert.match(posted.text, /name="code" value="[0-9a-f]{64}"/)
      assert.match(posted.text, /name="state" value="some state"/)
      const policy = posted.headers.get('content-security-policy') ?? ''
      const nonce = /script-src 'nonce-([0-9a-f]{32})'/.exec(policy)?.[1]
      assert.ok(nonce && posted.text.includes(`<script nonce="${nonce}">`))
      assert.match(policy, /form-action 'self' https:\/\/app\.example;/)
      const refused = await browser.get(
        authorizeUrl(acme, {
          response_mode: 'form_post',
          prompt: 'none',
          scope: 'openid email phone',
        }),
      )
      assert.match(refused.text, /name="error" value="consent_required"/)
    })

    test('OIDC Core 3.1.2.1: prompt=none shows no page', async () => {
      const stranger = createPageBrowser(server)
      const out = await stranger.get(authorizeUrl(acme, { prompt: 'none' }))
      assert.equal(responseOf(out)['error'], 'login_required')
      assert.equal(responseOf(out)['state'], 'some state')
      const browser = await signedIn()
      assert.ok(responseOf(await browser.get(authorizeUrl(acme, { prompt: 'none' })))['code'])
      const more = await browser.get(
        authorizeUrl(acme, { prompt: 'none', scope: 'openid address' }),
      )
      assert.equal(responseOf(more)['error'], 'consent_required')
      server.clock.advance(2 * minute)
      const old = await browser.get(authorizeUrl(acme, { prompt: 'none', max_age: '60' }))
      assert.equal(responseOf(old)['error'], 'login_required')
    })

    test('prompt=login and max_age ask again, and the login is later', async () => {
      const browser = await signedIn()
      const first = browser.cookies.get('ww-acme')
      for (const change of [{ prompt: 'login' }, { max_age: '60' }, { max_age: '0' }]) {
        server.clock.advance(2 * minute)
        const page = await browser.follow(authorizeUrl(acme, change))
        assert.match(page.text, /id="password"/, JSON.stringify(change))
        const done = await signIn(browser, 'acme', page)
        assert.ok(responseOf(done)['code'], JSON.stringify(change))
      }
      assert.notEqual(browser.cookies.get('ww-acme'), first)
      const young = await browser.get(authorizeUrl(acme, { max_age: '10000' }))
      assert.ok(responseOf(young)['code'])
    })

    test('prompt=consent asks again; what was denied is told to the application, and audited', async () => {
      const browser = await signedIn()
      server.clock.advance(minute)
      const page = await browser.follow(authorizeUrl(acme, { prompt: 'consent' }))
      assert.match(page.text, /id="allow"/)
      const denied = await consent(browser, 'acme', page, 'deny')
      assert.equal(responseOf(denied)['error'], 'access_denied')
      server.clock.advance(minute)
      const once = await browser.follow(authorizeUrl(acme, { prompt: 'consent' }))
      assert.ok(responseOf(await consent(browser, 'acme', once))['code'])
      const { audit } = server.storage.read
      const events = await audit.chain(acme.id, 0, 1000)
      const told = events.filter(({ objectType }) => objectType === 'ACConsentObject')
      assert.deepEqual(
        told.slice(-2).map(({ action, newValue }) => [action, newValue]),
        [
          ['Refused', 'openid'],
          ['Add new', 'openid'],
        ],
      )
    })

    test('a consent that is taken back while the code is made leaves no code: the user is asked again', async (t) => {
      const browser = await signedIn()
      const { consents } = server.storage.read
      const { clientId } = acme
      const userId = acme.users.agent.user.id
      const before = await consents.find(acme.id, userId, clientId)
      // The request reads it, and only then it is taken back.
      t.mock.method(consents, 'find', async () => before, { times: 1 })
      await server.storage.write((tx) => tx.consents.remove(acme.id, userId, clientId))
      const asked = await browser.follow(authorizeUrl(acme))
      assert.match(asked.text, /id="allow"/)
      assert.ok(responseOf(await consent(browser, 'acme', asked))['code'])
    })

    test('a first-party application asks nobody; one for other profiles is denied', async () => {
      const own = await seedApplication(server, acme.id, {
        client_name: 'own',
        redirect_uris: [callback],
        first_party: true,
      })
      const browser = await signedIn()
      const scope = 'openid profile phone'
      const silent = await browser.get(authorizeUrl({ id: 'acme', ...own }, { scope }))
      assert.ok(responseOf(silent)['code'])
      const others = await seedApplication(server, acme.id, {
        client_name: 'others',
        redirect_uris: [callback],
        enabled_for_profiles: [acme.profileIds.admin],
      })
      const refused = await browser.get(authorizeUrl({ id: 'acme', ...others }))
      assert.equal(responseOf(refused)['error'], 'access_denied')
    })

    test('OIDC Core 5.5.1: an essential acr or a sub that is not met is refused', async () => {
      const browser = await signedIn()
      const acr = (values: readonly string[]) =>
        JSON.stringify({ id_token: { acr: { essential: true, values } } })
      const strong = await browser.get(authorizeUrl(acme, { claims: acr(['urn:mace:silver']) }))
      assert.equal(responseOf(strong)['error'], 'access_denied')
      const met = await browser.get(
        authorizeUrl(acme, { claims: acr(['urn:watchword:acr:password']) }),
      )
      assert.ok(responseOf(met)['code'])
      const sub = (value: string) => JSON.stringify({ id_token: { sub: { value } } })
      const mine = String(acme.users.agent.user.id)
      assert.ok(responseOf(await browser.get(authorizeUrl(acme, { claims: sub(mine) })))['code'])
      const theirs = String(acme.users.admin.user.id)
      const wrong = await browser.get(authorizeUrl(acme, { claims: sub(theirs), prompt: 'none' }))
      assert.equal(responseOf(wrong)['error'], 'login_required')
      const login = await browser.follow(authorizeUrl(acme, { claims: sub(theirs) }))
      assert.match(login.text, /id="password"/)
    })

    test('a user who is disabled or blocked is not logged in any more', async () => {
      const browser = await signedIn()
      const { user } = acme.users.agent
      for (const change of [{ isEnabled: false }, { blocked: true }, { deleted: true }]) {
        await server.storage.write((tx) => tx.users.update(acme.id, { ...user, ...change }))
        const out = await browser.get(authorizeUrl(acme, { prompt: 'none' }))
        assert.equal(responseOf(out)['error'], 'login_required', JSON.stringify(change))
      }
      await server.storage.write((tx) => tx.users.update(acme.id, user))
      assert.ok(responseOf(await browser.get(authorizeUrl(acme, { prompt: 'none' })))['code'])
    })

    test('a changed password, and an administrator, end the browser session at once', async () => {
      const changed = await signedIn()
      const body = {
        username: 'agent',
        oldPassword: goodPassword,
        newPassword: 'a new long pass phrase 1',
      }
      const path = '/api/account/acme/watchword/password'
      assert.equal((await call(server, 'POST', path, { body })).status, 200)
      const silent = async (browser: typeof changed) =>
        responseOf(await browser.get(authorizeUrl(acme, { prompt: 'none' })))
      assert.equal((await silent(changed))['error'], 'login_required')
      await givePassword(server, acme.id, acme.users.agent.user.id)
      const ended = await signedIn()
      const { bearer } = acme.users.admin
      const sessions = `/api/account/acme/watchword/users/${acme.users.agent.user.id}/sessions`
      const answer = await call(server, 'DELETE', sessions, { bearer })
      assert.ok(answer.status < 300, answer.text)
      assert.equal((await silent(ended))['error'], 'login_required')
    })

    test('access restrictions that were tightened shut out a browser session from outside', async () => {
      const browser = await signedIn()
      const tighten = (enabled: boolean) =>
        server.storage.write((tx) =>
          tx.accounts.update(acme.id, {
            settings: {
              accessRestrictions: { enabled, ranges: [{ range: '10.0.0.0/8', description: '' }] },
            },
          }),
        )
      await tighten(true)
      const out = await browser.get(authorizeUrl(acme, { prompt: 'none' }))
      assert.equal(responseOf(out)['error'], 'login_required')
      await tighten(false)
      assert.ok(responseOf(await browser.get(authorizeUrl(acme, { prompt: 'none' })))['code'])
    })

    test('a browser session ends when it is idle for too long, and at its absolute end', async () => {
      const browser = await signedIn()
      for (let minutes = 0; minutes < 8 * 60 - 15; minutes += 15) {
        server.clock.advance(15 * minute)
        const out = await browser.get(authorizeUrl(acme, { prompt: 'none' }))
        assert.ok(responseOf(out)['code'], `after ${minutes + 15} min`)
      }
      server.clock.advance(15 * minute)
      const atEnd = await browser.get(authorizeUrl(acme, { prompt: 'none' }))
      assert.equal(responseOf(atEnd)['error'], 'login_required')
      const idle = await signedIn()
      server.clock.advance(21 * minute)
      const late = await idle.get(authorizeUrl(acme, { prompt: 'none' }))
      assert.equal(responseOf(late)['error'], 'login_required')
    })

    test('browser sessions are listed with the others, and ended one by one', async () => {
      const browser = await signedIn()
      const freshBearer = async () => (await login(server, 'acme', 'agent')).body.bearer
      const base = '/api/account/acme/watchword/sessions'
      const list = async () => {
        const { body } = await call(server, 'GET', base, { bearer: await freshBearer() })
        return (body as { sessions: { id: string; method: string }[] }).sessions
      }
      const found = (await list()).filter(({ method }) => method === 'browser')
      assert.ok(found.length > 0)
      const theirs = await call(server, 'DELETE', `${base}/${found[0]?.id}`, {
        bearer: acme.users.manager.bearer,
      })
      assert.ok([401, 404].includes(theirs.status))
      for (const { id } of found) {
        const ended = await call(server, 'DELETE', `${base}/${id}`, { bearer: await freshBearer() })
        assert.equal(ended.status, 204)
      }
      const out = await browser.get(authorizeUrl(acme, { prompt: 'none' }))
      assert.equal(responseOf(out)['error'], 'login_required')
    })

    test('a user has so many browser sessions at once: the oldest ends', async () => {
      const { maxPerUser } = defaultSettings.sessions
      const browsers: Awaited<ReturnType<typeof signedIn>>[] = []
      for (let count = 0; count <= maxPerUser; count += 1) {
        server.clock.advance(1000)
        browsers.push(await signedIn())
      }
      const silent = async (at: number) => {
        const browser = browsers[at]
        assert.ok(browser)
        return responseOf(await browser.get(authorizeUrl(acme, { prompt: 'none' })))
      }
      assert.equal((await silent(0))['error'], 'login_required')
      assert.ok((await silent(1))['code'])
    })

    test('POST: the same; one of another site is asked for by address, where the cookie comes along', async () => {
      const browser = await signedIn()
      const [path = '', body = ''] = authorizeUrl(acme).split('?')
      const own = await browser.post(path, body)
      assert.ok(responseOf(own)['code'])
      const stranger = createPageBrowser(server)
      const bounced = await stranger.post(path, body, { 'sec-fetch-site': 'cross-site' })
      assert.equal(bounced.status, 303)
      assert.equal(bounced.headers.get('set-cookie'), null)
      assert.ok(responseOf(await browser.get(bounced.location ?? ''))['code'])
    })

    test('what is asked for stands on the consent page in its language, and where the way leads', async () => {
      const browser = createPageBrowser(server)
      const scope = 'openid users:read'
      const url = authorizeUrl(acme, { scope, ui_locales: 'de', prompt: 'consent' })
      const page = await signIn(browser, 'acme', await browser.follow(url))
      assert.match(page.text, /<html lang="de">/)
      assert.match(page.text, /<li>Wissen, dass Sie es sind<\/li>\s*<li>Benutzer lesen<\/li>/)
      assert.doesNotMatch(page.text, /lang="en"/)
      assert.match(page.text, /Danach geht es zu app\.example\./)
    })

    test('RFC 7591 section 2.2: an application is called by its name in the language of the page', async () => {
      const local = await seedApplication(server, acme.id, {
        client_name: 'com.example.planner',
        'client_name#de-AT': 'Routenplaner <b>',
        redirect_uris: [callback],
      })
      const at = { id: 'acme', ...local }
      for (const [language, name] of [
        ['de', 'Routenplaner &#60;b&#62;'],
        ['es', 'com.example.planner'],
      ] as const) {
        const browser = createPageBrowser(server, { 'accept-language': language })
        const page = await browser.follow(authorizeUrl(at))
        assert.ok(page.text.includes(name), page.text)
        const asked = await signIn(browser, 'acme', page)
        assert.ok(asked.text.includes(`<title>`) && asked.text.includes(name), asked.text)
      }
    })

    test('login_hint and ui_locales reach the page', async () => {
      const browser = createPageBrowser(server)
      const change = { login_hint: 'agent', ui_locales: 'fr de-AT en' }
      const page = await browser.follow(authorizeUrl(acme, change))
      assert.match(page.text, /<html lang="de">/)
      assert.match(page.text, /name="username" type="text" value="agent"/)
      const spanish = await browser.get(page.url, { 'accept-language': 'es;q=0.5, en;q=0.1' })
      assert.match(spanish.text, /<html lang="de">/, 'what the application says counts first')
    })

    test('wrong password: the page again, with the same words for all, and the way on', async () => {
      const browser = createPageBrowser(server)
      const page = await browser.follow(authorizeUrl(acme, { prompt: 'login' }))
      const wrong = await signIn(browser, 'acme', page, { password: 'not it' })
      assert.equal(wrong.status, 403)
      const nobody = await signIn(browser, 'acme', page, { username: 'no such', password: 'x' })
      const plain = (text: string) => text.replace(/value="[^"]*"/g, '').replaceAll(/\s+/g, ' ')
      assert.equal(plain(wrong.text), plain(nobody.text))
      assert.match(wrong.text, /role="alert"/)
      assert.match(wrong.text, /aria-describedby="fault"/)
      assert.doesNotMatch(wrong.text, /not it/)
      const right = await signIn(browser, 'acme', wrong)
      assert.ok(right.status === 200 || responseOf(right)['code'])
    })

    test('a password that must be changed is changed on the page, and the flow goes on', async () => {
      const { user } = acme.users.admin
      await givePassword(server, acme.id, user.id, goodPassword, { mustChange: true })
      const browser = createPageBrowser(server)
      const page = await browser.follow(authorizeUrl(acme))
      const change = await signIn(browser, 'acme', page, { username: 'admin' })
      assert.match(change.text, /id="new-password"/)
      const send = (form: Record<string, string>) =>
        browser.post('/oidc/acme/change-password', {
          flow: flowOf(change),
          username: 'admin',
          password: goodPassword,
          'new-password': 'another long pass phrase 9',
          'repeat-password': 'another long pass phrase 9',
          ...form,
        })
      assert.equal((await send({ 'repeat-password': 'x' })).status, 400)
      const short = { 'new-password': 'short', 'repeat-password': 'short' }
      const refused = await send(short)
      assert.equal(refused.status, 400)
      assert.match(refused.text, /aria-invalid="true"/)
      assert.equal((await send({ password: 'wrong' })).status, 403)
      const done = await send({})
      assert.equal(done.status, 303)
      const next = await browser.follow(done.location ?? '')
      assert.match(next.text, /id="allow"/)
      await givePassword(server, acme.id, user.id)
    })
  })
}
