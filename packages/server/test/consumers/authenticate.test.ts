import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import {
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
  connectorsOf,
  createBrand,
} from '../support/brand.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`contract 3 section 8: consumers are let in, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let connector: number
    before(async () => {
      server = await startTestServer(kind)
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      connector = await connectBrand(server, account, brand)
    })
    after(() => server.stop())
    const tokenOf = async (claims: object = {}, id: number | string = connector) => {
      const idToken = await brand.idToken({ ...claims })
      const answer = await authenticate(server, account.id, id, { id_token: idToken })
      assert.equal(answer.status, 200, answer.text)
      return (answer.body as { readonly token: string }).token
    }

    test('v3: an id_token becomes a consumer token that the published keys verify', async () => {
      const token = await tokenOf({ sub: 'customer-1' })
      const url = new URL(`${server.origin}/api/account/acme/.well-known/jwks.json`)
      const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(url), {
        audience: 'acc:acme',
        currentDate: new Date(server.clock.now()),
      })
      assert.equal(protectedHeader.alg, 'RS256')
      assert.match(String(payload.sub), /^[0-9a-f]{64}$/)
      assert.equal(payload['acr'], 'loa1')
      const now = Math.floor(server.clock.now() / 1000)
      assert.deepEqual([payload.iat, payload.exp], [now, now + 600])
      const ext = payload['lp.ext'] as Record<string, string>
      assert.equal(ext['sub'], 'customer-1')
      assert.equal(ext['iss'], brand.issuer)
      assert.match(ext['lp_sdes'] ?? '', /^[0-9a-f]{32}$/)
      assert.ok(token.length < 2048)
    })

    test('v1 and v2 answer jwt; every version takes authCode and id_token; default is the brand', async () => {
      const idToken = await brand.idToken()
      const consumer = claimsOf(await tokenOf())['sub']
      const v1 = `/api/account/acme/authenticate`
      for (const [url, member] of [
        [v1, 'jwt'],
        ['/api/account/acme/app/default/authenticate?v=2.0', 'jwt'],
        ['/api/account/acme/app/default/authenticate?v=3.0', 'token'],
        [`/api/account/acme/app/${connector}/authenticate`, 'token'],
        [`/api/account/acme/app/${connector}/authenticate?v=2.0`, 'jwt'],
      ] as const) {
        for (const name of ['authCode', 'id_token']) {
          const answer = await call(server, 'POST', url, { body: { [name]: idToken } })
          assert.equal(answer.status, 200, answer.text)
          const body = answer.body as Record<string, string>
          assert.deepEqual(Object.keys(body), [member])
          assert.equal(claimsOf(body[member])['sub'], consumer)
          assert.equal(answer.headers.get('cache-control'), 'no-store')
        }
      }
    })

    test('RFC 7519 section 2: times of a brand may have fractions of a second', async () => {
      const now = Math.floor(server.clock.now() / 1000)
      const times = { iat: now - 0.123_456_7, exp: now + 600.654_321 }
      const { iat, exp } = claimsOf(await tokenOf({ sub: 'fraction', ...times }))
      assert.deepEqual([iat, exp], [now - 1, now + 600])
    })

    test('the same sub is the same consumer; another sub, issuer or account is another', async () => {
      const one = claimsOf(await tokenOf({ sub: 'a' }))['sub']
      assert.equal(claimsOf(await tokenOf({ sub: 'a', email: 'a@b.example' }))['sub'], one)
      const seen = new Set([one, claimsOf(await tokenOf({ sub: 'b' }))['sub']])
      const elsewhere = createBrand(server, 'https://other.example')
      const second = await connectBrand(server, account, elsewhere)
      const answer = await authenticate(server, account.id, second, {
        id_token: await elsewhere.idToken({ sub: 'a' }),
      })
      seen.add(claimsOf((answer.body as { token: string }).token)['sub'])
      const other = await seedAccount(server, 'zenith')
      const third = await connectBrand(server, other, brand)
      const there = await authenticate(server, other.id, third, {
        id_token: await brand.idToken({ sub: 'a' }),
      })
      seen.add(claimsOf((there.body as { token: string }).token)['sub'])
      assert.equal(seen.size, 4)
      await call(server, 'DELETE', `${connectorsOf(account.id)}/${second}`, {
        bearer: account.users.admin.bearer,
      })
    })

    test('refusals name code, rule and request, and repeat nothing of the token', async () => {
      const now = Math.floor(server.clock.now() / 1000)
      const secret = 'nobody-else-may-read-this'
      const cases: readonly (readonly [string, number, string, string])[] = [
        ['x'.repeat(17_000), 400, '1001', 'size'],
        [secret, 400, '1008', 'form'],
        ['a.b.c', 400, '1001', 'encoding'],
        ['YQ.YQ.YQ', 400, '1009', 'json'],
        [await brand.idToken({ sub: undefined }), 400, '1011', 'claims'],
        [await brand.idToken({ exp: now - 3600 }), 401, '1012', 'exp'],
        [await brand.idToken({ iss: `https://${secret}` }), 401, '9007', 'iss'],
        [await brand.idToken({ exp: (now + 600) * 1000 }), 401, '9007', 'times'],
        [await brand.idToken({ iat: now + 3600 }), 401, '9007', 'iat'],
        [await brand.idToken({ sub: secret.repeat(20) }), 401, '9007', 'sub'],
        [await brand.idToken({ lp_sdes: { name: secret } }), 400, '1026', 'lp_sdes'],
        [await createBrand(server).idToken(), 401, '9007', 'signature'],
      ]
      for (const [token, status, code, rule] of cases) {
        const answer = await authenticate(server, account.id, connector, { id_token: token })
        assert.equal(answer.status, status, `${rule} ${answer.text}`)
        const body = answer.body as Record<string, string>
        assert.equal(body['internalErrorCode'], code)
        assert.equal(body['error'], rule)
        assert.equal(body['request_id'], answer.headers.get('x-request-id'))
        assert.doesNotMatch(answer.text, new RegExp(secret))
      }
    })

    test('what is no connector of this account is 1024, whatever it is', async () => {
      const other = await seedAccount(server, 'neighbour')
      const theirs = await connectBrand(server, other, brand)
      const idToken = await brand.idToken()
      for (const [id, path] of [
        ['acme', String(theirs)],
        ['acme', '0'],
        ['acme', '-1'],
        ['acme', '999999999999999999999'],
        ['acme', 'constructor'],
        ['nobody', 'default'],
        ['no$account', 'default'],
      ]) {
        const url = `/api/account/${id}/app/${path}/authenticate?v=3.0`
        const answer = await call(server, 'POST', url, { body: { id_token: idToken } })
        assert.equal(answer.status, 404, answer.text)
        assert.equal((answer.body as Record<string, string>)['internalErrorCode'], '1024')
      }
    })

    test('bad input is 9012 with words; an account may ask for the reference’s 500', async () => {
      const url = `/api/account/acme/app/${connector}/authenticate`
      for (const [body, v] of [
        [{}, '3.0'],
        [[], '3.0'],
        [{ id_token: 7 }, '3.0'],
        [{ id_token: 'x' }, 'three'],
      ] as const) {
        const answer = await call(server, 'POST', `${url}?v=${v}`, { body })
        assert.equal(answer.status, 400, answer.text)
        assert.equal((answer.body as Record<string, string>)['internalErrorCode'], '9012')
      }
      const broken = await fetch(`${server.origin}${url}`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: '{"id_token":',
      })
      assert.equal(broken.status, 400)
      assert.equal(((await broken.json()) as Record<string, string>)['internalErrorCode'], '9012')
      const legacy = await seedAccount(server, 'legacy', { consumers: { legacyErrors: true } })
      const answer = await authenticate(server, legacy.id, 1, { id_token: 'x' })
      assert.equal(answer.status, 500)
      assert.equal((answer.body as Record<string, string>)['internalErrorCode'], '1024')
    })

    test('pages of any origin may ask, and never with credentials', async () => {
      const url = `${server.origin}/api/account/acme/app/${connector}/authenticate?v=3.0`
      const origin = 'https://shop.example'
      const preflight = await fetch(url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      assert.equal(preflight.status, 204)
      assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /POST/)
      const refused = await fetch(url, {
        ...{ method: 'POST', headers: { origin, 'content-type': 'application/json' } },
        body: '{}',
      })
      for (const { headers } of [preflight, refused]) {
        assert.equal(headers.get('access-control-allow-origin'), '*')
        assert.equal(headers.get('access-control-allow-credentials'), null)
      }
    })

    test('a suspended account lets nobody in', async () => {
      const gone = await seedAccount(server, 'gone')
      const id = await connectBrand(server, gone, brand)
      const idToken = await brand.idToken()
      assert.equal((await authenticate(server, gone.id, id, { id_token: idToken })).status, 200)
      await server.storage.write((tx) => tx.accounts.update(gone.id, { status: 'suspended' }))
      const answer = await authenticate(server, gone.id, id, { id_token: idToken })
      assert.equal(answer.status, 404)
    })

    test('nothing personal is kept in clear', async () => {
      const sub = 'very-personal-subject'
      const email = 'very-personal@brand.example'
      const consumer = String(claimsOf(await tokenOf({ sub, email }))['sub'])
      const kept = await server.storage.read.consumers.find(account.id, consumer)
      assert.equal(kept?.kind, 'brand')
      assert.doesNotMatch(JSON.stringify(kept), /very-personal/)
    })
  })
}
