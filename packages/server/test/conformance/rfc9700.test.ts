/**
 * Rules of RFC 9700 that the tests of the endpoints do not show already, tried as its attackers would (section 3): a
 * hostile application, a neighbour account, somebody on the network. docs/security/rfc9700.md lists every rule.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
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
  payloadOf,
  postForm,
  seedCode,
  type TestClient,
  verifier,
} from '../authorization/tokens.ts'
import { seedApplication } from '../support/applications.ts'
import { createPageBrowser, flowOf, type PageAnswer } from '../support/browser.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'

type Seeded = Awaited<ReturnType<typeof seedSignIn>>

for (const kind of databaseKinds) {
  describe(`RFC 9700 on ${kind}`, () => {
    let server: TestServer
    let acme: Seeded
    let zenith: Seeded
    let client: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedSignIn(server, 'acme')
      zenith = await seedSignIn(server, 'zenith')
      client = await installClient(server, acme.id)
      userId = acme.users.agent.user.id
    })
    after(() => server.stop())

    async function signedIn() {
      const browser = createPageBrowser(server)
      const asked = await signIn(browser, 'acme', await browser.follow(authorizeUrl(acme)))
      await (asked.status === 200 ? consent(browser, 'acme', asked) : undefined)
      return browser
    }

    const install = (manifest: Readonly<Record<string, unknown>>) =>
      seedApplication(server, acme.id, { redirect_uris: [callback], ...manifest })

    test('2.1.1: who must use PKCE cannot do without, nor with less than S256, at either face', async () => {
      const browser = await signedIn()
      const open = { token_endpoint_auth_method: 'none' }
      const publicClient = await install({ client_name: 'a public client', ...open })
      const none = { code_challenge: undefined, code_challenge_method: undefined }
      const weaker: readonly Record<string, string | undefined>[] = [
        none,
        { ...none, code_challenge_method: 'S256' },
        { code_challenge_method: undefined },
        { code_challenge_method: 'plain' },
        { code_challenge_method: 's256' },
        { code_challenge: '' },
        { code_challenge: 'short' },
        { code_challenge: 'x'.repeat(44) },
      ]
      for (const change of weaker) {
        const message = JSON.stringify(change)
        for (const who of [acme, { id: 'acme', ...publicClient }]) {
          const { error, code } = responseOf(await browser.get(authorizeUrl(who, change)))
          assert.deepEqual([error, code], ['invalid_request', undefined], message)
        }
        const who = { id: 'acme', ...publicClient }
        const sentinel = {
          code_challenge: 'x'.repeat(43),
          code_challenge_method: 'S256',
          ...change,
        }
        const out = await browser.get(sentinelUrl(who, sentinel))
        assert.equal(responseOf(out)['error'], 'invalid_request', message)
      }
    })

    test('2.1.1 and 4.8.2: a verifier without a challenge, and a challenge without its verifier, are refused', async () => {
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const without = await seedCode(server, client, userId, { codeChallenge: undefined })
      const added = await atIssuer(server, client, 'token', codeFields(without))
      assert.deepEqual([added.status, added.body['error']], [400, 'invalid_grant'])
      const code = await seedCode(server, client, userId)
      for (const code_verifier of [undefined, '', challenge, 'x'.repeat(43), verifier.slice(1)]) {
        const answer = await atIssuer(server, client, 'token', codeFields(code, { code_verifier }))
        assert.deepEqual([answer.status, answer.body['error']], [400, 'invalid_grant'])
      }
      assert.equal((await atIssuer(server, client, 'token', codeFields(code))).status, 200)
    })

    test('2.1.2: no response type but code, in whatever order and company', async () => {
      const browser = await signedIn()
      const types = ['token', 'id_token', 'id_token token', 'code token', 'code id_token', 'none']
      for (const response_type of [...types, 'Code', 'code code', 'token code', 'code ', ' code']) {
        for (const response_mode of [undefined, 'fragment']) {
          const out = await browser.get(authorizeUrl(acme, { response_type, response_mode }))
          const { error, ...rest } = responseOf(out)
          assert.equal(error, 'unsupported_response_type', response_type)
          assert.deepEqual(Object.keys(rest).sort(), ['error_description', 'iss', 'state'])
        }
      }
    })

    test('2.4: the password grant does not exist at any token endpoint', async () => {
      const fields = {
        grant_type: 'password',
        username: 'agent',
        password: 'a Rather-long pass phrase 7',
      }
      for (const path of ['/oidc/acme/token', '/sentinel/api/account/acme/token']) {
        const answer = await postForm(server, path, fields, basic(client))
        assert.deepEqual(
          [answer.status, answer.body['error']],
          [400, 'unsupported_grant_type'],
          path,
        )
      }
    })

    test('2.6: no code is sent to an unprotected address; to the browser’s own machine it may be', async () => {
      const local = ['http://127.0.0.1:3000/cb', 'http://[::1]:3000/cb', 'http://localhost:3000/cb']
      const open = 'http://app.example/callback'
      const application = await install({ client_name: 'old', redirect_uris: [open, ...local] })
      const browser = createPageBrowser(server)
      const who = { id: 'acme', ...application }
      const refused = await browser.get(authorizeUrl(who, { redirect_uri: open, prompt: 'none' }))
      assert.deepEqual([refused.status, refused.location], [400, undefined])
      for (const redirect_uri of local) {
        const out = await browser.get(authorizeUrl(who, { redirect_uri, prompt: 'none' }))
        assert.ok(
          out.location?.startsWith(`${redirect_uri}?error=login_required`),
          String(out.location),
        )
      }
      // The compatible face takes what the reference takes.
      const out = await browser.get(sentinelUrl(who, { redirect_uri: open, prompt: 'none' }))
      assert.ok(out.location?.startsWith(`${open}?error=login_required`))
    })

    test('2.6: no page of another site reads an answer of the authorization or logout endpoint, or of a page', async () => {
      for (const path of [authorizeUrl(acme), '/oidc/acme/logout', '/oidc/acme/login?flow=x']) {
        for (const origin of ['https://app.example', 'https://evil.example', 'null']) {
          const answers = [
            await call(server, 'GET', path, { headers: { origin } }),
            await call(server, 'OPTIONS', path, {
              headers: { origin, 'access-control-request-method': 'GET' },
            }),
          ]
          for (const { headers } of answers) {
            assert.equal(headers.get('access-control-allow-origin'), null, path)
          }
        }
      }
    })

    test('4.4: every response of a standard issuer says who answers, in every mode, errors too', async () => {
      const browser = await signedIn()
      const denied = await browser.follow(authorizeUrl(acme, { scope: 'openid phone' }))
      const answers: PageAnswer[] = [await consent(browser, 'acme', denied, 'deny')]
      for (const response_mode of ['query', 'fragment']) {
        for (const change of [
          {},
          { prompt: 'none', scope: 'openid address' },
          { response_type: 'token' },
          { scope: 'no such scope' },
          { request: 'x' },
          { max_age: 'x' },
        ]) {
          answers.push(await browser.get(authorizeUrl(acme, { ...change, response_mode })))
        }
      }
      const issuers = answers.map((answer) => responseOf(answer)['iss'])
      assert.equal(issuers.length, 13)
      assert.deepEqual(new Set(issuers).size, 1)
      const url = '/oidc/acme/.well-known/openid-configuration'
      const metadata = (await call(server, 'GET', url)).body as Record<string, unknown>
      assert.equal(issuers[0], metadata['issuer'])
      assert.equal(metadata['authorization_response_iss_parameter_supported'], true)
      const form = await browser.get(
        authorizeUrl(acme, { response_mode: 'form_post', prompt: 'x' }),
      )
      assert.ok(form.text.includes(`name="iss" value="${issuers[0]}"`))
    })

    test('4.4.2: two accounts are two issuers, each with endpoints, keys and codes of its own', async () => {
      const documents = await Promise.all(
        ['acme', 'zenith'].map(async (id) => {
          const url = `/oidc/${id}/.well-known/openid-configuration`
          return (await call(server, 'GET', url)).body as Record<string, string>
        }),
      )
      const [one = {}, other = {}] = documents
      for (const name of Object.keys(one)) {
        if (!/^issuer$|_endpoint$|_uri$/.test(name)) continue
        assert.notEqual(one[name], other[name], name)
      }
    })

    test('4.5: a code injected into another application, account or face is refused, and is not spent by that', async () => {
      const second = await installClient(server, acme.id)
      const abroad = await installClient(server, zenith.id)
      const code = await seedCode(server, client, userId)
      const tries = [
        await atIssuer(server, second, 'token', codeFields(code)),
        await atIssuer(server, abroad, 'token', codeFields(code)),
        // Right credentials at the wrong account's endpoint.
        await postForm(server, '/oidc/zenith/token', codeFields(code), basic(client)),
        await postForm(server, '/sentinel/api/account/acme/token', codeFields(code), basic(client)),
        await postForm(
          server,
          '/sentinel/api/account/zenith/token',
          codeFields(code),
          basic(abroad),
        ),
      ]
      assert.deepEqual(
        tries.map(({ status, body }) => [status, body['error'], body['access_token']]),
        [
          [400, 'invalid_grant', undefined],
          [400, 'invalid_grant', undefined],
          [401, 'invalid_client', undefined],
          [400, 'invalid_grant', undefined],
          [400, 'invalid_grant', undefined],
        ],
      )
      const ofSentinel = await seedCode(server, client, userId, { face: 'sentinel' })
      const crossed = await atIssuer(server, client, 'token', codeFields(ofSentinel))
      assert.equal(crossed.body['error'], 'invalid_grant')
      assert.equal((await atIssuer(server, client, 'token', codeFields(code))).status, 200)
    })

    test('4.5.3: a code of one browser is worth nothing with the verifier of another', async () => {
      const victim = await signedIn()
      const { code = '' } = responseOf(await victim.get(authorizeUrl(acme)))
      const by = { accountId: acme.id, id: acme.clientId, secret: acme.clientSecret }
      const fields = codeFields(code, { redirect_uri: callback })
      const injected = await atIssuer(server, by, 'token', fields)
      assert.deepEqual([injected.status, injected.body['error']], [400, 'invalid_grant'])
    })

    test('4.9 and 2.3: tokens of one account, application or purpose are nothing elsewhere', async () => {
      const code = await seedCode(server, client, userId)
      const { body } = await atIssuer(server, client, 'token', codeFields(code))
      const token = body['access_token'] ?? ''
      const claims = payloadOf(token)
      assert.match(String(claims['aud']), /\/api\/account\/acme$/)
      const users = (id: string) => `/api/account/${id}/configuration/le-users/users`
      assert.equal((await call(server, 'GET', users('acme'), { bearer: token })).status, 200)
      assert.ok((await call(server, 'GET', users('zenith'), { bearer: token })).status >= 401)
      const elsewhere = await call(server, 'GET', '/oidc/zenith/userinfo', { bearer: token })
      assert.equal(elsewhere.status, 404)
      const abroad = await installClient(server, zenith.id)
      const told = await atIssuer(server, abroad, 'introspect', { token })
      assert.deepEqual(told.body, { active: false })
      for (const name of ['id_token', 'refresh_token']) {
        const answer = await call(server, 'GET', users('acme'), { bearer: body[name] ?? '' })
        assert.equal(answer.status, 401, name)
      }
    })

    test('4.11: nothing that is sent makes one of our pages lead elsewhere', async () => {
      const browser = await signedIn()
      const evil = 'https://evil.example/'
      const names = ['returnTo', 'return_to', 'redirect', 'redirect_uri', 'next', 'url', 'continue']
      const query = [...names, 'post_logout_redirect_uri', 'target', 'flow'].map(
        (name) => `${name}=${encodeURIComponent(evil)}`,
      )
      const pages = ['login', 'consent', 'continue', 'change-password', 'logout', 'logged-out']
      for (const page of pages) {
        for (const path of [`/oidc/acme/${page}`, `/oidc/acme//evil.example/${page}`]) {
          const answer = await browser.get(`${path}?${query.join('&')}`)
          assert.equal(answer.location, undefined, path)
          assert.doesNotMatch(answer.text, /evil\.example/, path)
        }
      }
      const flow = flowOf(await browser.follow(authorizeUrl(acme, { prompt: 'login' })))
      const form = {
        flow,
        username: 'agent',
        password: 'wrong',
        returnTo: evil,
        redirect_uri: evil,
      }
      const failed = await browser.post('/oidc/acme/login', form)
      assert.deepEqual([failed.status, failed.location], [403, undefined])
    })

    test('4.11.2: a refused request of an untrusted application goes to nobody', async () => {
      const browser = await signedIn()
      const faults = [
        { response_type: 'x' },
        { scope: 'no such scope' },
        { request: 'x' },
        { code_challenge_method: 'plain' },
        { prompt: 'none login' },
        { response_mode: 'x' },
        { claims: '{' },
      ]
      for (const fault of faults) {
        for (const change of [{ redirect_uri: 'https://evil.example/' }, { client_id: 'nobody' }]) {
          const answer = await browser.get(authorizeUrl(acme, { ...fault, ...change }))
          assert.deepEqual(
            [answer.status, answer.location],
            [400, undefined],
            JSON.stringify(fault),
          )
        }
      }
    })

    test('4.12: whatever follows a form is a 303, so no password is sent on', async () => {
      const browser = createPageBrowser(server)
      const login = await browser.follow(authorizeUrl(acme, { scope: 'openid profile' }))
      const posts: PageAnswer[] = []
      const post = async (page: string, form: Record<string, string>) => {
        const answer = await browser.post(`/oidc/acme/${page}`, form)
        posts.push(answer)
        return answer
      }
      const credentials = { username: 'agent', password: 'a Rather-long pass phrase 7' }
      const done = await post('login', { flow: flowOf(login), ...credentials })
      const asked = await browser.follow(done.location ?? '')
      await post('consent', { flow: flowOf(asked), answer: 'allow' })
      const [, request = ''] = authorizeUrl(acme).split('?')
      posts.push(await browser.post('/oidc/acme/authorize', request))
      const sure = await browser.get('/oidc/acme/logout')
      await post('confirm-logout', { flow: flowOf(sure) })
      assert.deepEqual(
        posts.map(({ status }) => status),
        [303, 303, 303, 303],
      )
      for (const { location = '' } of posts) assert.doesNotMatch(location, /password|phrase|agent/)
    })

    test('4.15: no application is taken for a user: their subjects cannot be alike', async () => {
      const fields = { grant_type: 'client_credentials' }
      const own = await atIssuer(server, client, 'token', fields)
      const { sub, client_id } = payloadOf(own.body['access_token'])
      assert.equal(sub, client_id)
      assert.match(String(sub), /^[0-9a-f]{8}-[0-9a-f-]{27}$/)
      const code = await seedCode(server, client, userId)
      const ofUser = await atIssuer(server, client, 'token', codeFields(code))
      assert.match(String(payloadOf(ofUser.body['access_token'])['sub']), /^[1-9]\d*$/)
      const me = await call(server, 'GET', '/oidc/acme/userinfo', {
        bearer: own.body['access_token'] ?? '',
      })
      assert.equal(me.status, 403)
    })
  })
}
