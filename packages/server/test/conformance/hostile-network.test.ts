/**
 * Whoever sits on the way or sends by hand: parameters that stand twice, bodies of other kinds and sizes, other hosts
 * and addresses in headers; and what remains in caches, frames and histories of those who did everything right.
 */
import assert from 'node:assert/strict'
import http from 'node:http'
import { after, before, describe, test } from 'node:test'
import { authorizeUrl, callback, seedSignIn, sentinelUrl } from '../authorization/support.ts'
import {
  basic,
  installClient,
  seedCode,
  type TestClient,
  verifier,
} from '../authorization/tokens.ts'
import { flowOf, type PageAnswer } from '../support/browser.ts'
import { goodPassword } from '../support/login.ts'
import { rawCall } from '../support/raw-call.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { createRelyingParty, type Provider, startProvider, walk } from './relying-party.ts'

type Form = Readonly<Record<string, string>>

for (const kind of databaseKinds) {
  describe(`what is sent by hand, on ${kind}`, () => {
    let server: TestServer
    let acme: Awaited<ReturnType<typeof seedSignIn>>
    let client: TestClient
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
      client = await installClient(server, acme.id)
    })
    after(() => server.stop())

    async function send(path: string, body: string | Buffer, type = formType, headers: Form = {}) {
      const response = await fetch(`${server.origin}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': type, ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      })
      return { status: response.status, headers: response.headers, text: await response.text() }
    }

    /** A request that is good, for each endpoint that takes a form. */
    async function goodRequests(): Promise<readonly (readonly [string, Form])[]> {
      const credentials = { client_id: client.id, client_secret: client.secret }
      const code = await seedCode(server, client, acme.users.agent.user.id)
      const [, query = ''] = authorizeUrl(acme, { nonce: 'n', prompt: 'none' }).split('?')
      const [, sentinel = ''] = sentinelUrl(acme, { prompt: 'none' }).split('?')
      const redeem = {
        ...{ grant_type: 'authorization_code', code, redirect_uri: callback },
        ...{ code_verifier: verifier, ...credentials },
      }
      const refresh = { grant_type: 'refresh_token', refresh_token: 'x', scope: 'openid' }
      const own = { grant_type: 'client_credentials', scope: 'users:read' }
      const assertion = {
        grant_type: 'client_credentials',
        client_assertion: 'x.y.z',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }
      const inQuestion = { token: 'x', token_type_hint: 'access_token', ...credentials }
      const asked = { id_token_hint: 'x', client_id: client.id, post_logout_redirect_uri: 'x' }
      return [
        ['/oidc/acme/token', redeem],
        ['/oidc/acme/token', { ...refresh, ...credentials }],
        ['/oidc/acme/token', { ...own, ...credentials }],
        ['/oidc/acme/token', assertion],
        ['/oidc/acme/introspect', inQuestion],
        ['/oidc/acme/revoke', inQuestion],
        ['/oidc/acme/userinfo', { access_token: 'x' }],
        ['/oidc/acme/authorize', Object.fromEntries(new URLSearchParams(query))],
        ['/oidc/acme/logout', { ...asked, state: 's', ui_locales: 'de' }],
        ['/oidc/acme/login', { flow: 'x', username: 'agent', password: goodPassword }],
        ['/oidc/acme/consent', { flow: 'x', answer: 'deny' }],
        ['/oidc/acme/change-password', { flow: 'x', 'new-password': 'a', 'repeat-password': 'a' }],
        ['/oidc/acme/confirm-logout', { flow: 'x' }],
        ['/sentinel/api/account/acme/token', { ...redeem, v: '1.0' }],
        ['/sentinel/api/account/acme/app/token', { ...own, ...credentials }],
        ['/sentinel/api/v2/account/acme/app/token', { ...own, ...credentials }],
        ['/sentinel/api/account/acme/token/revoke', inQuestion],
        ['/sentinel/api/account/acme/authorize', Object.fromEntries(new URLSearchParams(sentinel))],
      ]
    }

    test('RFC 6749 3.1 and 3.2: each parameter, sent twice, is refused at every endpoint, whatever the values', async () => {
      for (const [path, fields] of await goodRequests()) {
        const body = String(new URLSearchParams(fields))
        for (const [name, value] of [...Object.entries(fields), ['unknown', 'x']]) {
          const again = String(new URLSearchParams({ [name ?? '']: value ?? '' }))
          const first = name === 'unknown' ? `${again}&` : ''
          for (const sent of [`${first}${body}&${again}`, `${again}&${first}${body}`]) {
            const answer = await send(path, sent)
            assert.equal(answer.status, 400, `${path} ${name}: ${answer.text}`)
            assert.equal(answer.headers.get('location'), null)
            assert.match(answer.text, /invalid_request/, `${path} ${name}`)
          }
        }
      }
      // None of that has spent the code or counted as a wrong login.
      const [[path, fields] = ['', {}]] = await goodRequests()
      assert.equal((await send(path, String(new URLSearchParams(fields)))).status, 200)
    })

    test('a parameter with the names of other kinds of array is another parameter', async () => {
      const body = (name: string) =>
        String(new URLSearchParams({ grant_type: 'client_credentials', [name]: client.id }))
      for (const name of [
        'client_id[]',
        'client_id[0]',
        'client_id[$ne]',
        '__proto__',
        'client_id.x',
      ]) {
        const answer = await send('/oidc/acme/token', body(name))
        assert.equal(answer.status, 401, name)
        assert.match(answer.text, /invalid_client/)
      }
    })

    test('a body of another kind is a 400 of the endpoint’s own shape, and nothing of it is read', async () => {
      for (const [path, fields] of await goodRequests()) {
        const json = JSON.stringify(fields)
        const text = String(new URLSearchParams(fields))
        const parts = Object.entries(fields).map(
          ([name, value]) =>
            `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
        )
        for (const [type, body] of [
          ['application/json', json],
          ['application/json', '{"__proto__":{"client_id":"x"}}'],
          ['text/plain', text],
          ['application/xml', text],
          ['multipart/form-data; boundary=x', `${parts.join('')}--x--\r\n`],
          ['application/x-www-form-urlencodedx', text],
        ] as const) {
          const answer = await send(path, body, type)
          const message = `${path} as ${type}: ${answer.status} ${answer.text}`
          assert.ok([400, 401].includes(answer.status), message)
          assert.doesNotMatch(answer.text, /access_token"|at \/|node:|\.ts/, message)
          assert.equal(answer.headers.get('location'), null, message)
          if (/"error"/.test(answer.text)) assert.ok(JSON.parse(answer.text).error_description)
        }
      }
    })

    test('too much of anything: 413 or 431, and the next request is answered', async () => {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 2 })
      try {
        for (const [path] of await goodRequests()) {
          const big = Buffer.from(`state=${'x'.repeat(70_000)}`)
          const headers = ['content-type', formType]
          const answer = await rawCall(agent, {
            ...{ origin: server.origin, method: 'POST', path, headers, body: big },
          })
          assert.ok(answer === undefined || answer.status === 413, `${path}: ${answer?.status}`)
          const many = Buffer.from(Array.from({ length: 5000 }, (_, at) => `p${at}=`).join('&'))
          const flood = await rawCall(agent, {
            ...{ origin: server.origin, method: 'POST', path, headers, body: many },
          })
          assert.ok(flood !== undefined && flood.status < 500, `${path}: ${flood?.status}`)
        }
        const headers = ['authorization', `Basic ${'x'.repeat(20_000)}`]
        const path = '/oidc/acme/userinfo'
        const long = await rawCall(agent, { origin: server.origin, method: 'GET', path, headers })
        assert.equal(long?.status, 431)
      } finally {
        agent.destroy()
      }
      const fields = { grant_type: 'client_credentials' }
      const body = String(new URLSearchParams(fields))
      assert.equal((await send('/oidc/acme/token', body, formType, basic(client))).status, 200)
    })

    test('tokens and codes of any length and alphabet are unknown, not a fault', async () => {
      const values = [
        '',
        ' ',
        '\0',
        'é',
        '💥',
        '.',
        '..',
        '...',
        'a.b.c',
        'x'.repeat(2000),
        '%00',
        '{}',
      ]
      for (const value of values) {
        for (const [path, fields] of [
          [
            '/oidc/acme/token',
            { grant_type: 'authorization_code', code: value, redirect_uri: value },
          ],
          ['/oidc/acme/token', { grant_type: 'refresh_token', refresh_token: value, scope: value }],
          ['/oidc/acme/introspect', { token: value }],
          ['/oidc/acme/revoke', { token: value }],
          ['/sentinel/api/account/acme/token/revoke', { token: value }],
        ] as const) {
          const body = String(new URLSearchParams(fields))
          const answer = await send(path, body, formType, basic(client))
          assert.ok(answer.status < 500, `${path} ${JSON.stringify(value)}: ${answer.status}`)
          assert.doesNotMatch(answer.text, /"active":true|access_token"/)
        }
      }
    })

    test('4.13: the host and the address in headers change nothing that is said or signed', async () => {
      const agent = new http.Agent()
      const paths = [
        '/oidc/acme/.well-known/openid-configuration',
        '/.well-known/oauth-authorization-server/oidc/acme',
        authorizeUrl(acme, { prompt: 'none' }),
        authorizeUrl(acme),
        '/oidc/acme/logout',
      ]
      const forged = [
        ...['x-forwarded-host', 'evil.example', 'x-forwarded-proto', 'https'],
        ...['x-forwarded-for', '10.0.0.1', 'x-forwarded-port', '1', 'x-original-url', '/evil'],
        ...['forwarded', 'host=evil.example;proto=https', 'x-host', 'evil.example'],
        ...['x-forwarded-prefix', '/evil', 'x-rewrite-url', '/evil'],
      ]
      for (const path of paths) {
        const answer = await rawCall(agent, {
          ...{ origin: server.origin, method: 'GET', path, headers: forged },
        })
        assert.ok(answer)
        assert.ok(answer.status < 500)
        const { location = '', 'set-cookie': cookies = [] } = answer.headers
        // With what no sealed flow can have in it by chance.
        assert.doesNotMatch(`${answer.text} ${location} ${cookies}`, /evil\.|\/evil/, path)
        assert.doesNotMatch(String(cookies), /Secure/, 'nobody on the way decides about TLS')
      }
      agent.destroy()
    })
  })

  describe(`what remains of a good login, on ${kind}`, () => {
    let provider: Provider
    before(async () => {
      provider = await startProvider(kind)
    })
    after(() => provider.stop())

    test('4.16 and 4.2.4: no page can be framed, kept, or tells where it was', async () => {
      const { server, client } = provider
      const pages: PageAnswer[] = []
      const party = createRelyingParty(provider, { mode: 'form_post' })
      const { browser } = party
      const keep = async (answer: PageAnswer | Promise<PageAnswer>) => {
        const page = await answer
        pages.push(page)
        return page
      }
      const login = await keep(browser.follow(`/oidc/acme/authorize?${party.parameters()}`))
      const form = { flow: flowOf(login), username: 'agent', password: 'wrong' }
      await keep(browser.post('/oidc/acme/login', form))
      await keep(browser.post('/oidc/acme/login', { ...form, password: '' }))
      await keep(browser.post('/oidc/acme/login', form, { 'sec-fetch-site': 'cross-site' }))
      await keep(browser.get('/oidc/acme/login?flow=x'))
      const right = await browser.post('/oidc/acme/login', { ...form, password: goodPassword })
      const asked = await keep(browser.follow(right.location ?? ''))
      const done = await browser.post('/oidc/acme/consent', {
        flow: flowOf(asked),
        answer: 'allow',
      })
      await keep(done)
      await keep(browser.get(`/oidc/acme/authorize?${party.parameters({ prompt: 'none' })}`))
      await keep(browser.get('/oidc/acme/authorize?client_id=nobody'))
      const sentinel = `/sentinel/api/account/acme/authorize?client_id=${client.clientId}`
      await keep(browser.get(`${sentinel}&redirect_uri=https://evil.example/`))
      await keep(browser.get('/oidc/nobody/authorize'))
      await keep(browser.get('/oidc/acme/logout'))
      await keep(browser.get('/oidc/acme/logout?id_token_hint=x'))
      await keep(browser.get('/oidc/acme/logged-out'))
      assert.equal(pages.length, 14)
      for (const { headers, text, status } of pages) {
        assert.match(headers.get('content-type') ?? '', /^text\/html/, `${status}`)
        const policy = headers.get('content-security-policy') ?? ''
        assert.match(policy, /^default-src 'none'; /)
        assert.match(policy, /frame-ancestors 'none'; base-uri 'none'$/)
        assert.doesNotMatch(policy, /unsafe|\*|evil/)
        assert.equal(headers.get('x-frame-options'), 'DENY')
        assert.equal(headers.get('referrer-policy'), 'no-referrer')
        assert.equal(headers.get('cache-control'), 'no-store')
        assert.equal(headers.get('x-content-type-options'), 'nosniff')
        assert.equal(headers.get('strict-transport-security')?.startsWith('max-age='), true)
        assert.doesNotMatch(text, /evil\.|\son\w+=|src="http|href="http/)
      }
      assert.ok(server.origin)
    })

    test('redirects are not kept either, and tell no referrer', async () => {
      const { browser, parameters } = createRelyingParty(provider)
      for (const change of [{}, { prompt: 'none' }]) {
        const answer = await browser.get(`/oidc/acme/authorize?${parameters(change)}`)
        assert.equal(answer.status, 303)
        assert.equal(answer.headers.get('cache-control'), 'no-store')
        assert.equal(answer.headers.get('referrer-policy'), 'no-referrer')
      }
    })

    test('4.3.2: no address that a browser sees holds a token, a password or a cookie', async () => {
      const party = createRelyingParty(provider)
      const { browser } = party
      const seen: string[] = []
      const watched: typeof browser = {
        ...browser,
        get: async (url, headers) => {
          seen.push(url)
          return browser.get(url, headers)
        },
      }
      const start = await watched.get(
        `/oidc/acme/authorize?${party.parameters({ prompt: 'login' })}`,
      )
      const arrival = await walk(watched, start)
      seen.push(arrival.answer.location ?? '')
      const tokens = await party.readTokens(await party.redeem(party.codeOf(arrival)))
      const secrets = [goodPassword, ...browser.cookies.values()]
      secrets.push(tokens.access_token, tokens.refresh_token, tokens.id_token)
      assert.ok(seen.length >= 4)
      for (const url of seen) {
        for (const secret of secrets) assert.ok(!decodeURIComponent(url).includes(secret), url)
        assert.doesNotMatch(url, /token=|password|secret/)
      }
    })
  })
}

const formType = 'application/x-www-form-urlencoded'
