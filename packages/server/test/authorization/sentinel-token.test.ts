import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { sha256Hex } from '#lib/digest.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import {
  basic,
  type Fields,
  headerOf,
  installClient,
  payloadOf,
  postForm,
  redirectUri,
  seedCode,
  type TestClient,
} from './tokens.ts'

for (const kind of databaseKinds) {
  describe(`the sentinel token endpoints on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let client: TestClient
    let userId: number
    before(async () => {
      server = await startTestServer(kind)
      acme = await seedAccount(server, 'acme')
      client = await installClient(server, acme.id, { scope: 'msg.consumer faas.lambda.invoke' })
      userId = acme.users.admin.user.id
    })
    after(() => server.stop())

    const token = '/sentinel/api/account/acme/token'
    const v1 = '/sentinel/api/account/acme/app/token'
    const v2 = '/sentinel/api/v2/account/acme/app/token'
    const credentials = () => ({ client_id: client.id, client_secret: client.secret })
    const newCode = (given: Parameters<typeof seedCode>[3] = {}) => {
      const usual = { face: 'sentinel', scope: 'msg.consumer', codeChallenge: undefined } as const
      return seedCode(server, client, userId, { ...usual, nonce: undefined, ...given })
    }
    const codeFields = (code: string, change: Fields = {}): Fields => ({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
      ...credentials(),
      ...change,
    })
    const redeem = async (given: Parameters<typeof newCode>[0] = {}) =>
      (await postForm(server, token, codeFields(await newCode(given)))).body
    const users = (bearer: string) =>
      call(server, 'GET', '/api/account/acme/configuration/le-users/users', { bearer })

    describe('app/token', () => {
      const query = (fields: Fields) => new URLSearchParams(fields as Record<string, string>)
      const grant = { grant_type: 'client_credentials' }

      test('contract part 4 row 3: parameters in the body, the query, or both; the form wins', async () => {
        const json = { 'content-type': 'application/json' }
        const post = (path: string, body?: string, headers: Record<string, string> = {}) =>
          fetch(`${server.origin}${path}`, { method: 'POST', headers, ...(body && { body }) })
        const form = { 'content-type': 'application/x-www-form-urlencoded' }
        const all = query({ ...grant, ...credentials() })
        const placements: readonly [string, Promise<Response>][] = [
          ['all in the body', post(v1, `${all}`, form)],
          [
            'grant in the query',
            post(`${v1}?v=1.0&${query(grant)}`, `${query(credentials())}`, form),
          ],
          ['all in the query, an empty form', post(`${v1}?${all}&v=2.0`, '', form)],
          ['all in the query, no body', post(`${v1}?${all}`)],
          ['all in the query, JSON and no body', post(`${v1}?${all}`, undefined, json)],
          ['an empty scope', post(v1, `${all}&scope=`, form)],
          ['the form wins', post(`${v1}?client_secret=wrong&scope=a`, `${all}&scope=b`, form)],
          ['Basic', post(v1, `${query(grant)}`, { ...form, ...basic(client) })],
        ]
        for (const [name, sent] of placements) {
          const answer = await sent
          const body = (await answer.json()) as Record<string, unknown>
          assert.equal(answer.status, 200, `${name}: ${JSON.stringify(body)}`)
          assert.deepEqual(Object.keys(body), ['access_token', 'token_type'], name)
          assert.equal(answer.headers.get('cache-control'), 'no-store')
        }
      })

      test('part 4 row 1: V1 has two members for any v, V2 adds expires_in as a text', async () => {
        for (const v of ['', '?v=1.0', '?v=2.0', '?v=7', '?v1.0']) {
          const answer = await postForm(server, `${v1}${v}`, { ...grant, ...credentials() })
          assert.deepEqual(Object.keys(answer.body), ['access_token', 'token_type'], v)
        }
        for (const v of ['', '?v=2.0', '?v=1.0']) {
          const { body } = await postForm(server, `${v2}${v}`, { ...grant, ...credentials() })
          const { access_token: _token, ...rest } = body
          assert.deepEqual(rest, { token_type: 'Bearer', expires_in: '3600' })
        }
      })

      test('an AppJWT: its claims, signed by the first key of the JWKS, an API takes it', async () => {
        const { body } = await postForm(server, v2, { ...grant, ...credentials() })
        const jwt = body['access_token'] ?? ''
        const now = Math.floor(server.clock.now() / 1000)
        assert.equal(
          JSON.stringify(payloadOf(jwt)),
          JSON.stringify({
            ...{ aud: 'acme', azp: client.id, scope: 'msg.consumer faas.lambda.invoke' },
            ...{ iss: 'Sentinel', exp: now + 3600, iat: now },
          }),
        )
        const jwks = (await call(server, 'GET', '/sentinel/well-known/jwks')).body as {
          keys: Record<string, string>[]
        }
        const first = createLocalJWKSet({ keys: jwks.keys.slice(0, 1) } as never)
        const currentDate = new Date(server.clock.now())
        const { protectedHeader } = await jwtVerify(jwt, first, { currentDate })
        assert.deepEqual([protectedHeader.alg, protectedHeader.typ], ['RS256', 'JWT'])
        const reader = await installClient(server, acme.id, { scope: 'users:read' })
        const own = await postForm(server, v1, {
          ...grant,
          client_id: reader.id,
          client_secret: reader.secret,
        })
        assert.equal((await users(own.body['access_token'] ?? '')).status, 200)
      })

      test('refusals have their statuses and RFC 6749 bodies', async () => {
        const none = await installClient(server, acme.id, { grant_types: ['authorization_code'] })
        const ofNone = { client_id: none.id, client_secret: none.secret }
        const cases: readonly [string, Fields, number, string][] = [
          [v1, {}, 401, 'invalid_client'],
          [v1, { ...credentials() }, 400, 'invalid_request'],
          [v1, { ...grant }, 401, 'invalid_client'],
          [v1, { ...grant, client_id: client.id }, 401, 'invalid_client'],
          [v1, { ...grant, ...credentials(), client_secret: 'x' }, 401, 'invalid_client'],
          [v2, { ...grant, ...credentials(), client_id: 'x' }, 401, 'invalid_client'],
          [v1, { ...grant, ...ofNone }, 400, 'unauthorized_client'],
          [v1, { ...credentials(), grant_type: 'password' }, 400, 'unsupported_grant_type'],
          [
            v1,
            { ...credentials(), ...{ grant_type: 'refresh_token' } },
            400,
            'unsupported_grant_type',
          ],
          [`${v1}?v=x`, { ...grant, ...credentials() }, 400, 'invalid_request'],
          [
            '/sentinel/api/account/nobody/app/token',
            { ...grant, ...credentials() },
            401,
            'invalid_client',
          ],
          [
            '/sentinel/api/account/%20/app/token',
            { ...grant, ...credentials() },
            401,
            'invalid_client',
          ],
        ]
        for (const [path, fields, status, error] of cases) {
          const answer = await postForm(server, path, fields)
          assert.deepEqual(
            [answer.status, answer.body['error']],
            [status, error],
            `${path} ${answer.text}`,
          )
          assert.equal(answer.headers.get('www-authenticate'), null)
        }
        const tried = await postForm(server, v1, grant, basic({ ...client, secret: 'x' }))
        assert.equal(tried.headers.get('www-authenticate'), 'Basic realm="Watchword"')
        const json = await call(server, 'POST', v1, { body: { ...grant, ...credentials() } })
        assert.equal(json.status, 400)
        const twice = await fetch(`${server.origin}${v1}?v=1&v=2`, { method: 'POST' })
        assert.equal(twice.status, 400)
      })
    })

    describe('token', () => {
      test('contract 2 section 2.2: an opaque bearer that is a normal session of the user, and an id_token', async () => {
        for (const v of ['', '?v=1.0', '?v=2.0']) {
          const answer = await postForm(server, `${token}${v}`, codeFields(await newCode()))
          assert.equal(answer.status, 200, answer.text)
          const { access_token, refresh_token, id_token, ...rest } = answer.body
          assert.deepEqual(rest, { token_type: 'Bearer', expires_in: 3600 })
          assert.match(access_token ?? '', /^[0-9a-f]{64}$/)
          assert.match(refresh_token ?? '', /^[0-9a-f]+$/)
          assert.equal(headerOf(id_token)['alg'], 'RS256')
          const now = Math.floor(server.clock.now() / 1000)
          assert.deepEqual(payloadOf(id_token), {
            ...{ sub: String(userId), aud: client.id, iss: 'sentinel', exp: now + 600, iat: now },
            ...{ is_admin: true, is_lpa: false },
          })
          assert.equal((await users(access_token ?? '')).status, 200)
          // All rights of the user, whatever the scope of the application (contract 2 section 6).
          const settings = '/api/account/acme/watchword/settings'
          const asAdmin = await call(server, 'GET', settings, { bearer: access_token ?? '' })
          assert.equal(asAdmin.status, 200)
        }
      })

      test('part 4 row 11: a nonce is echoed, a code_challenge is enforced', async () => {
        const { id_token } = await redeem({ nonce: 'n1' })
        assert.equal(payloadOf(id_token)['nonce'], 'n1')
        const code = await newCode({ codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' })
        assert.equal((await postForm(server, token, codeFields(code))).status, 400)
        const code_verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
        const answer = await postForm(server, token, codeFields(code, { code_verifier }))
        assert.equal(answer.status, 200)
      })

      test('every refusal is a 400 with an RFC 6749 body, invalid_client too', async () => {
        const cases: readonly [Fields, string][] = [
          [{ client_secret: 'x' }, 'invalid_client'],
          [{ client_id: 'x' }, 'invalid_client'],
          [{ code: 'x' }, 'invalid_grant'],
          [{ redirect_uri: 'https://evil.example/' }, 'invalid_grant'],
          [{ redirect_uri: undefined }, 'invalid_grant'],
          [{ grant_type: undefined }, 'invalid_request'],
          [{ grant_type: 'implicit' }, 'unsupported_grant_type'],
          [{ code: undefined }, 'invalid_request'],
        ]
        for (const [change, error] of cases) {
          const answer = await postForm(server, token, codeFields(await newCode(), change))
          assert.deepEqual([answer.status, answer.body['error']], [400, error], answer.text)
        }
        const nobody = '/sentinel/api/account/nobody/token'
        const answer = await postForm(server, nobody, codeFields(await newCode()))
        assert.deepEqual([answer.status, answer.body['error']], [400, 'invalid_client'])
        const standard = await newCode({ face: 'oidc' })
        assert.equal((await postForm(server, token, codeFields(standard))).status, 400)
      })

      test('a code is good once', async () => {
        const code = await newCode()
        const first = await postForm(server, token, codeFields(code))
        assert.equal((await postForm(server, token, codeFields(code))).status, 400)
        assert.equal((await users(first.body['access_token'] ?? '')).status, 401)
      })

      test('refresh: a new pair, no id_token, scope passed over; the browser session is extended', async () => {
        const browserSessionId = sha256Hex(`${kind} browser`).slice(0, 32)
        const { refresh_token } = await redeem({ browserSessionId })
        server.clock.advance(10 * 60_000)
        const fields = {
          grant_type: 'refresh_token',
          refresh_token,
          scope: 'anything',
          ...credentials(),
        }
        const answer = await postForm(server, `${token}?v=1.0`, fields)
        assert.equal(answer.status, 200, answer.text)
        assert.deepEqual(Object.keys(answer.body).sort(), [
          ...['access_token', 'expires_in', 'refresh_token', 'token_type'],
        ])
        assert.notEqual(answer.body['refresh_token'], refresh_token)
        assert.equal((await users(answer.body['access_token'] ?? '')).status, 200)
        const session = await server.storage.read.browserSessions.find(acme.id, browserSessionId)
        const now = server.clock.now()
        assert.deepEqual([session?.lastUsedAt, session?.expiresAt], [now, now + 8 * 3_600_000])
      })

      test('client credentials are answered here too, with a number', async () => {
        const fields = { grant_type: 'client_credentials', ...credentials() }
        const { body } = await postForm(server, token, fields)
        assert.deepEqual([body['expires_in'], 'refresh_token' in body], [3600, false])
        assert.equal(payloadOf(body['access_token'])['iss'], 'Sentinel')
      })
    })

    describe('token/revoke', () => {
      const revoke = `${token}/revoke`

      test('part 4 row 5 and contract 2 section 2.4: with ?v1.0, all that the user has ends', async () => {
        for (const kindOfToken of ['refresh_token', 'access_token'] as const) {
          const one = await redeem()
          const other = await redeem()
          const { bearer } = await loggedIn()
          const url = `${revoke}${kindOfToken === 'refresh_token' ? '?v1.0' : '?v=1.0'}`
          const answer = await postForm(server, url, { token: one[kindOfToken], ...credentials() })
          assert.deepEqual([answer.status, answer.text], [200, '{}'])
          for (const dead of [one['access_token'], other['access_token'], bearer]) {
            assert.equal((await users(dead ?? '')).status, 401)
          }
          const fields = {
            grant_type: 'refresh_token',
            refresh_token: other['refresh_token'],
            ...credentials(),
          }
          assert.equal((await postForm(server, token, fields)).status, 400)
          const now = server.clock.now()
          assert.deepEqual(await server.storage.read.browserSessions.list(acme.id, userId, now), [])
        }
      })

      test('a token that is unknown, or of another client, ends nothing; the answer is the same', async () => {
        const mine = await redeem()
        const other = await installClient(server, acme.id)
        const ofOther = { client_id: other.id, client_secret: other.secret }
        for (const fields of [
          { token: 'unknown', ...credentials() },
          { token: mine['refresh_token'], ...ofOther },
          { token: mine['access_token'], ...ofOther },
        ]) {
          assert.equal((await postForm(server, revoke, fields)).status, 200)
        }
        assert.equal((await users(mine['access_token'] ?? '')).status, 200)
      })

      test('401 for a client that is not known, 400 without a token', async () => {
        const bad = { token: 'x', client_id: client.id, client_secret: 'x' }
        const refused = await postForm(server, revoke, bad)
        assert.deepEqual([refused.status, refused.body['error']], [401, 'invalid_client'])
        assert.equal((await postForm(server, revoke, credentials())).status, 400)
      })
    })

    async function loggedIn() {
      const { bearer } = acme.users.admin
      const now = server.clock.now()
      const id = sha256Hex(`${Math.random()}`).slice(0, 16)
      await server.storage.write((tx) =>
        tx.sessions.insert({
          ...{ accountId: acme.id, id, userId, method: 'password', address: '127.0.0.1' },
          ...{ tokenHash: sha256Hex(`${bearer}${id}`), cookieHash: id, csrfHash: id },
          ...{ createdAt: now, lastUsedAt: now, expiresAt: now + 3_600_000, userAgent: '' },
        }),
      )
      assert.equal((await users(`${bearer}${id}`)).status, 200)
      return { bearer: `${bearer}${id}` }
    }
  })
}
