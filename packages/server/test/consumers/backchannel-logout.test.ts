import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { ConsumerEvents } from '@watchword/protocol/api/consumer-tokens.ts'
import { logoutEvent } from '@watchword/protocol/consumers/check-logout-token.ts'
import { signJws } from '@watchword/protocol/jose/sign-jws.ts'
import {
  anonymousConnector,
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letIn,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const consumers = '/api/account/acme/watchword/consumers'

for (const kind of databaseKinds) {
  describe(`Back-Channel Logout 1.0: a brand ends the logins of its consumers, on ${kind}`, () => {
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
    const tokenOf = (claims: object = {}) =>
      letIn(server, account, { brand, connector }, { ...claims })
    const nowSeconds = () => Math.floor(server.clock.now() / 1000)
    const logoutToken = (claims: object, of: Brand = brand, typ = 'logout+jwt') => {
      const now = nowSeconds()
      const key = { kid: 'brand', algorithm: 'RS256', privateKey: of.privateKey } as const
      return signJws(key, typ, {
        ...{ iss: of.issuer, aud: 'acc:acme', iat: now, exp: now + 120, jti: randomUUID() },
        ...{ events: { [logoutEvent]: {} }, ...claims },
      })
    }
    const send = async (token: string, id: number | string = connector, accountId = 'acme') => {
      const url = `${server.origin}/api/account/${accountId}/app/${id}/backchannel-logout`
      const body = new URLSearchParams({ logout_token: token })
      const answer = await fetch(url, { method: 'POST', body })
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      return { status: answer.status, text: await answer.text() }
    }
    const isAlive = async (token: string) =>
      (await call(server, 'GET', `${consumers}/me`, { bearer: token })).status === 200
    const isLetIn = async (idToken: string) =>
      (await authenticate(server, account.id, connector, { id_token: idToken })).status === 200

    test('by sub: every login ends; id_tokens of before let nobody in, later ones do', async () => {
      const idToken = await brand.idToken({ sub: 'ann' })
      const [one, two] = [await tokenOf({ sub: 'ann' }), await tokenOf({ sub: 'ann', sid: 'x' })]
      const bystander = await tokenOf({ sub: 'ben' })
      assert.deepEqual(await send(await logoutToken({ sub: 'ann' })), { status: 200, text: '' })
      assert.deepEqual([await isAlive(one), await isAlive(two)], [false, false])
      assert.equal(await isAlive(bystander), true)
      assert.equal(await isLetIn(idToken), false)
      server.clock.advance(1000)
      assert.equal(await isAlive(await tokenOf({ sub: 'ann' })), true)
    })

    test('by sid alone: that session ends, others of the same consumer go on', async () => {
      const idToken = await brand.idToken({ sub: 'cat', sid: 'phone' })
      const phone = await tokenOf({ sub: 'cat', sid: 'phone' })
      const desk = await tokenOf({ sub: 'cat', sid: 'desk' })
      assert.equal((await send(await logoutToken({ sid: 'phone' }))).status, 200)
      assert.deepEqual([await isAlive(phone), await isAlive(desk)], [false, true])
      assert.equal(await isLetIn(idToken), false)
      const { bearer } = account.users.admin
      const { body } = await call(server, 'GET', `${consumers}/events`, { bearer })
      const told = (body as ConsumerEvents).events.at(-1)
      assert.equal(told?.type, 'consumer.loggedout')
      assert.equal(told?.sid, claimsOf(phone)['sid'])
      assert.equal(told?.consumerId, undefined)
      assert.doesNotMatch(JSON.stringify(body), /phone|cat/)
    })

    test('somebody who was never here is logged out too: an id_token that is still on its way is refused', async () => {
      const idToken = await brand.idToken({ sub: 'never-here' })
      assert.equal((await send(await logoutToken({ sub: 'never-here' }))).status, 200)
      assert.equal(await isLetIn(idToken), false)
      const { bearer } = account.users.admin
      const { text } = await call(server, 'GET', `${consumers}?limit=200`, { bearer })
      assert.doesNotMatch(text, /never/)
    })

    test('a token works once, also of twenty at once', async () => {
      const token = await logoutToken({ sub: 'once' })
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(token)))
      const statuses = answers.map(({ status }) => status).sort()
      assert.deepEqual(statuses, [200, ...Array.from({ length: 19 }, () => 400)])
      const later = await logoutToken({ sub: 'once', jti: claimsOf(token)['jti'] })
      const again = await send(later)
      assert.equal(again.status, 400)
      assert.match(again.text, /"error":"invalid_request".*jti/)
    })

    test('RFC 7519 section 2: times may have fractions of a second; a token still works once', async () => {
      const token = await tokenOf({ sub: 'hal' })
      const [iat, exp] = [nowSeconds() - 0.123_456_7, nowSeconds() + 59.987_654_3]
      const logout = await logoutToken({ sub: 'hal', iat, exp })
      assert.deepEqual([(await send(logout)).status, (await send(logout)).status], [200, 400])
      assert.equal(await isAlive(token), false)
    })

    test('tokens of others, and what is no logout token, end nothing', async () => {
      const token = await tokenOf({ sub: 'dan', sid: 'd' })
      const stranger = createBrand(server)
      const elsewhere = createBrand(server, 'https://other.example')
      const second = await connectBrand(server, account, elsewhere)
      for (const [sent, id] of [
        [await logoutToken({ sub: 'dan' }, stranger), connector],
        [await logoutToken({ sub: 'dan' }), second],
        [await logoutToken({ sub: 'dan' }, elsewhere), connector],
        [await brand.idToken({ sub: 'dan' }), connector],
        [token, connector],
        [await logoutToken({ sub: 'dan', nonce: 'x' }), connector],
        [await logoutToken({ sub: 'dan', aud: undefined }), connector],
        [await logoutToken({ sub: 'dan', events: {} }), connector],
        [await logoutToken({}), connector],
        ['', connector],
        ['x', connector],
      ] as const) {
        const { status, text } = await send(sent, id)
        assert.equal(status, 400, text)
        assert.doesNotMatch(text, /dan/)
      }
      // The same sub of another issuer is somebody else.
      assert.equal((await send(await logoutToken({ sub: 'dan' }, elsewhere), second)).status, 200)
      assert.equal(await isAlive(token), true)
    })

    test('a connector of another account, of nobody, or without an identity provider is not there', async () => {
      const other = await seedAccount(server, 'zenith')
      const theirs = await connectBrand(server, other, brand)
      const anonymous = await anonymousConnector(server, account)
      const token = await logoutToken({ sub: 'eve' })
      for (const [id, accountId] of [
        [theirs, 'acme'],
        [connector, 'zenith'],
        [anonymous, 'acme'],
        ['default', 'acme'],
        ['0', 'acme'],
        ['x', 'acme'],
        [connector, 'nobody'],
        [connector, 'no-account'],
      ] as const) {
        assert.equal((await send(token, id, accountId)).status, 404, `${id} ${accountId}`)
      }
      assert.equal((await send(token)).status, 200)
    })

    test('a form alone, with the token once', async () => {
      const token = await logoutToken({ sub: 'fay' })
      const url = `${server.origin}/api/account/acme/app/${connector}/backchannel-logout`
      const form = { 'content-type': 'application/x-www-form-urlencoded' }
      for (const init of [
        { method: 'POST' },
        { method: 'POST', headers: form, body: `logout_token=${token}&logout_token=${token}` },
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ logout_token: token }),
        },
      ]) {
        assert.equal((await fetch(url, init)).status, 400)
      }
      assert.equal((await fetch(`${url}?logout_token=${token}`, { method: 'POST' })).status, 400)
      assert.equal((await send(token)).status, 200)
    })

    test('the audit trail names the connector, and the consumer by their pseudonym', async () => {
      const id = String(claimsOf(await tokenOf({ sub: 'gil' }))['sub'])
      await send(await logoutToken({ sub: 'gil' }, brand, 'JWT'))
      const events = await server.storage.read.audit.chain(account.id, 1, 1000)
      const line = events.filter(({ objectId }) => objectId === id).at(-1)
      assert.equal(line?.action, 'Logout')
      assert.equal(line?.objectType, 'ACConsumerObject')
      assert.match(line?.actor.loginName ?? '', new RegExp(`\\(${connector}\\)$`))
      assert.doesNotMatch(JSON.stringify(line), /gil/)
    })

    // Last: every bearer has expired by then.
    test('an id_token that lives for a month lets nobody in after its login ended, weeks later too', async () => {
      const exp = nowSeconds() + 30 * 86_400
      const ofSession = await brand.idToken({ sub: 'ida', sid: 'tablet', exp })
      const ofStranger = await brand.idToken({ sub: 'never-seen', exp })
      const untouched = await brand.idToken({ sub: 'ida', sid: 'watch', exp })
      assert.equal(await isLetIn(ofSession), true)
      assert.equal((await send(await logoutToken({ sid: 'tablet' }))).status, 200)
      assert.equal((await send(await logoutToken({ sub: 'never-seen' }))).status, 200)
      server.clock.advance(20 * 86_400_000)
      // Each of these drops what has expired.
      for (let index = 0; index < 5; index += 1) {
        assert.equal((await send(await logoutToken({ sid: `s${index}` }))).status, 200)
        assert.equal(await isLetIn(await brand.idToken({ sub: `new-${index}` })), true)
      }
      assert.equal(await isLetIn(ofSession), false)
      assert.equal(await isLetIn(ofStranger), false)
      assert.equal(await isLetIn(untouched), true)
    })
  })
}
