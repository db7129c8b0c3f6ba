import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
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

const hour = 3_600_000

for (const kind of ['sqlite', 'postgres'] as const) {
  describe(`contract 3 section 8.4: consumers without a name, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let connector: number
    let brand: Brand
    let known: number
    before(async () => {
      server = await startTestServer(kind)
      account = await seedAccount(server, 'acme')
      connector = await anonymousConnector(server, account)
      brand = createBrand(server)
      known = await connectBrand(server, account, brand)
    })
    after(() => server.stop())
    const authorize = (body?: unknown, id = 'acme') =>
      call(server, 'POST', `/api/account/${id}/anonymous/authorize`, { body })
    const newToken = async () => {
      const answer = await authorize()
      assert.equal(answer.status, 200, answer.text)
      return (answer.body as { token: string }).token
    }
    const codeOf = (answer: Awaited<ReturnType<typeof call>>) => [
      answer.status,
      (answer.body as Record<string, string>)['internalErrorCode'],
    ]

    test('created, used, renewed while expired: the same consumer for 730 hours, then 2001', async () => {
      const first = await newToken()
      const claims = claimsOf(first)
      assert.equal(claims['acr'], '0')
      assert.equal(Number(claims['exp']) - Number(claims['iat']), 600)
      const letIn = await authenticate(server, account.id, connector, { id_token: first })
      assert.equal(letIn.status, 200, letIn.text)
      const consumer = claimsOf((letIn.body as { token: string }).token)
      assert.equal(consumer['acr'], '0')
      assert.match(String(consumer['sub']), /^[0-9a-f]{64}$/)
      assert.equal(consumer['lp.ext'], undefined)

      server.clock.advance(11 * 60_000)
      const expired = await authenticate(server, account.id, connector, { id_token: first })
      assert.deepEqual(codeOf(expired), [401, '1012'])
      const renewed = await authorize({ id_token: first })
      assert.equal(renewed.status, 200, renewed.text)
      const second = (renewed.body as { token: string }).token
      assert.equal(claimsOf(second)['sub'], claims['sub'])
      assert.equal(claimsOf(second)['refresh_exp'], claims['refresh_exp'])
      const again = await authenticate(server, account.id, connector, { id_token: second })
      assert.equal(claimsOf((again.body as { token: string }).token)['sub'], consumer['sub'])

      server.clock.advance(730 * hour)
      assert.deepEqual(codeOf(await authorize({ id_token: second })), [401, '2001'])
    })

    test('a body that is null, or empty under a JSON type, asks for a new identity', async () => {
      for (const body of ['', 'null', '{}']) {
        const answer = await fetch(`${server.origin}/api/account/acme/anonymous/authorize`, {
          ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
          ...(body !== '' && { body }),
        })
        assert.equal(answer.status, 200, await answer.clone().text())
      }
      const bare = await fetch(`${server.origin}/api/account/acme/anonymous/authorize`, {
        method: 'POST',
      })
      assert.equal(bare.status, 200)
    })

    test('another account’s token is 2004; one that is not ours, or of another kind, 2002', async () => {
      const other = await seedAccount(server, 'zenith')
      const theirs = (await authorize(undefined, other.id)).body as { token: string }
      assert.deepEqual(codeOf(await authorize({ id_token: theirs.token })), [401, '2004'])
      const idToken = await brand.idToken()
      const letIn = await authenticate(server, account.id, known, { id_token: idToken })
      const consumerToken = (letIn.body as { token: string }).token
      const token = await newToken()
      const [header, payload, signature = ''] = token.split('.')
      const forged = [
        header,
        payload,
        `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
      ]
      for (const wrong of [idToken, consumerToken, 'x', forged.join('.'), `${token}=`]) {
        assert.deepEqual(codeOf(await authorize({ id_token: wrong })), [401, '2002'])
        const answer = await authenticate(server, account.id, connector, { id_token: wrong })
        assert.deepEqual(codeOf(answer), [401, '2002'])
      }
      // And an anonymous token vouches for nobody at a brand's connector.
      const answer = await authenticate(server, account.id, known, { id_token: token })
      assert.equal(answer.status, 401)
    })

    test('an account without anonymous consumers answers 2005', async () => {
      const closed = await seedAccount(server, 'closed', { consumers: { anonymous: false } })
      assert.deepEqual(codeOf(await authorize(undefined, closed.id)), [403, '2005'])
      assert.deepEqual(codeOf(await authorize(undefined, 'nobody')), [404, '1024'])
    })

    test('a revoked identity is 1049, for good', async () => {
      const token = await newToken()
      const letIn = await authenticate(server, account.id, connector, { id_token: token })
      const { sub } = claimsOf((letIn.body as { token: string }).token)
      const now = server.clock.now()
      await server.storage.write((tx) =>
        tx.consumerRevocations.revoke(account.id, `consumer:${sub}`, {
          ...{ before: now, expiresAt: now + 730 * hour, now },
        }),
      )
      assert.deepEqual(codeOf(await authorize({ id_token: token })), [401, '1049'])
      const answer = await authenticate(server, account.id, connector, { id_token: token })
      assert.deepEqual(codeOf(answer), [401, '1049'])
    })

    test('contract 3 section 8.5: sign-up is off until it is switched on', async () => {
      const off = await call(server, 'POST', '/api/account/acme/signup')
      assert.equal(off.status, 404)
      const script = '/api/account/acme/signup.jsonp?callback=lp.cb'
      assert.equal((await call(server, 'GET', script)).status, 404)
      const open = await seedAccount(server, 'open', { consumers: { signup: true } })
      const answer = await call(server, 'POST', `/api/account/${open.id}/signup`)
      assert.equal(answer.status, 200, answer.text)
      const { jwt } = answer.body as { jwt: string }
      assert.deepEqual(Object.keys(answer.body as object), ['jwt'])
      assert.equal(claimsOf(jwt)['acr'], '0')
      const jsonp = await call(server, 'GET', `/api/account/${open.id}/signup.jsonp?callback=lp.cb`)
      assert.match(jsonp.text, /^\/\*\*\/lp\.cb\(\{"jwt":"[\w.-]+"\}\);$/)
      assert.match(jsonp.headers.get('content-type') ?? '', /^text\/javascript/)
      const evil = await call(server, 'GET', `/api/account/${open.id}/signup.jsonp?callback=a(b)`)
      assert.deepEqual(codeOf(evil), [400, '9012'])
    })
  })
}

test('new identities of one address are limited', async (t) => {
  const server = await startTestServer('sqlite', { WATCHWORD_RATE_LIMITS: 'newcomers=3' })
  t.after(() => server.stop())
  await seedAccount(server, 'acme')
  const ask = (body?: unknown) =>
    call(server, 'POST', '/api/account/acme/anonymous/authorize', { body })
  const { token } = (await ask()).body as { token: string }
  await ask()
  await ask()
  const refused = await ask()
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) >= 1)
  assert.equal((await ask({ id_token: token })).status, 200)
})

async function anonymousConnector(server: TestServer, account: SeededAccount): Promise<number> {
  const { bearer } = account.users.admin
  const body = { name: 'Nobody', type: 0, configuration: {} }
  const made = await call(server, 'POST', connectorsOf(account.id), { bearer, body })
  assert.equal(made.status, 201, made.text)
  return (made.body as { id: number }).id
}
