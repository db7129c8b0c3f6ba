import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { ConsumerEvents } from '@watchword/protocol/api/consumer-tokens.ts'
import { createKnownAccounts } from '#domain/accounts/known-accounts.ts'
import { createConsumerTokens } from '#domain/consumers/consumer-tokens.ts'
import { atIssuer, installClient, postForm, type TestClient } from '../authorization/tokens.ts'
import {
  anonymousConnector,
  authenticate,
  type Brand,
  claimsOf,
  connectBrand,
  createBrand,
  letIn,
  letNobodyIn,
} from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { publicOrigin, signingKeysOf, withPublicOrigin } from '../support/tokens.ts'
import { until } from '../support/until.ts'

const consumers = '/api/account/acme/watchword/consumers'

for (const kind of databaseKinds) {
  describe(`consumer tokens are introspected and revoked, on ${kind}`, () => {
    let server: TestServer
    let account: SeededAccount
    let brand: Brand
    let connector: number
    let nobody: number
    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      account = await seedAccount(server, 'acme')
      brand = createBrand(server)
      connector = await connectBrand(server, account, brand)
      nobody = await anonymousConnector(server, account)
    })
    after(() => server.stop())
    const admin = () => account.users.admin.bearer
    const tokenOf = (claims: object = {}) =>
      letIn(server, account, { brand, connector }, { ...claims })
    const post = (path: string, fields: Readonly<Record<string, string>>, bearer = admin()) =>
      postForm(server, `${consumers}/${path}`, fields, { authorization: `Bearer ${bearer}` })
    const isActive = async (token: string) => {
      const { status, body, text } = await post('introspect', { token })
      assert.equal(status, 200, text)
      return body['active'] as unknown as boolean
    }
    const bearerOf = async (scope: string) => {
      const client: TestClient = await installClient(server, account.id, { scope })
      const { body, text } = await atIssuer(server, client, 'token', {
        grant_type: 'client_credentials',
      })
      assert.ok(body['access_token'], text)
      return body['access_token']
    }

    test('RFC 7662: of a live token what it says, nothing personal; of any other active:false alone', async () => {
      const token = await tokenOf({ sub: 'intro', given_name: 'Ann', sid: 's1' })
      const claims = claimsOf(token)
      const { status, body, headers } = await post('introspect', { token })
      assert.equal(status, 200)
      assert.equal(headers.get('cache-control'), 'no-store')
      const { iss, sub, aud, exp, iat, jti, acr, sid } = claims
      assert.deepEqual(body, {
        ...{ active: true, token_type: 'Bearer', iss, sub, aud, exp, iat, jti, acr, sid },
      })
      const { external } = await letNobodyIn(server, account, nobody)
      const other = await seedAccount(server, 'zenith')
      const theirs = await letIn(server, other, {
        brand,
        connector: await connectBrand(server, other, brand),
      })
      const [header, payload, signature = ''] = token.split('.')
      const forged = `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      for (const one of [external, theirs, forged, `${token}=`, admin(), 'x']) {
        assert.deepEqual((await post('introspect', { token: one })).body, { active: false })
      }
    })

    test('who may: an application with the scope, an administrator, nobody else', async () => {
      const token = await tokenOf({ sub: 'rights' })
      const [introspects, writes, reads] = [
        await bearerOf('introspect'),
        await bearerOf('consumers:write'),
        await bearerOf('consumers:read users:read'),
      ]
      const statuses = async (path: string, bearer: string) =>
        (await post(path, { token }, bearer)).status
      assert.equal(await statuses('introspect', introspects), 200)
      for (const bearer of [writes, reads, account.users.agent.bearer]) {
        assert.equal(await statuses('introspect', bearer), 403)
      }
      for (const bearer of [introspects, reads, account.users.agent.bearer]) {
        assert.equal(await statuses('revoke', bearer), 403)
      }
      for (const bearer of [token, 'x']) {
        const refused = await post('introspect', { token }, bearer)
        assert.equal(refused.status, 401)
        assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer/)
      }
      const byId = { consumer_id: String(claimsOf(token)['sub']) }
      assert.equal((await post('revoke', byId, writes)).status, 403)
      assert.equal(await isActive(token), true)
      assert.equal(await statuses('revoke', writes), 200)
      assert.equal(await isActive(token), false)
      const events = `${consumers}/events`
      assert.equal((await call(server, 'GET', events, { bearer: reads })).status, 200)
      assert.equal((await call(server, 'GET', events, { bearer: writes })).status, 403)
      const { bearer } = account.users.agent
      assert.equal((await call(server, 'GET', events, { bearer })).status, 403)
      // What is known of consumers is for people: an application in its own name sees none of it.
      assert.equal((await call(server, 'GET', consumers, { bearer: reads })).status, 403)
    })

    test('requests that are none: 400 in the words of RFC 6749', async () => {
      const token = await tokenOf()
      for (const path of ['introspect', 'revoke']) {
        for (const fields of [{}, { token: 'x'.repeat(17_000) }]) {
          const { status, body } = await post(path, fields)
          assert.deepEqual([status, body['error']], [400, 'invalid_request'])
        }
        const twice = await fetch(`${server.origin}${consumers}/${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            authorization: `Bearer ${admin()}`,
          },
          body: `token=${token}&token=x`,
        })
        assert.equal(twice.status, 400)
        const json = await call(server, 'POST', `${consumers}/${path}`, {
          bearer: admin(),
          body: { token },
        })
        assert.equal(json.status, 400)
      }
      const both = await post('revoke', { token, consumer_id: 'a'.repeat(64) })
      assert.equal(both.status, 400)
      for (const id of ['a'.repeat(64), 'x']) {
        assert.equal((await post('revoke', { consumer_id: id })).status, 404, id)
      }
      assert.equal(await isActive(token), true)
    })

    test('RFC 7009: one token ends alone, in every process; unknown ones are answered alike', async () => {
      const [one, two] = [await tokenOf({ sub: 'one' }), await tokenOf({ sub: 'one' })]
      const elsewhere = await server.openAnother()
      const tokens = createConsumerTokens({
        ...{ storage: elsewhere, clock: server.clock, publicOrigin },
        accounts: createKnownAccounts({ storage: elsewhere }),
        signingKeys: signingKeysOf({ ...server, storage: elsewhere }),
      })
      assert.ok(await tokens.find(account.id, one))
      const { status, text } = await post('revoke', { token: one })
      assert.deepEqual([status, text], [200, ''])
      const isOver = async () => (await tokens.find(account.id, one)) === undefined
      await until(isOver, 1000, 'another process takes it no more')
      assert.deepEqual([await isActive(one), await isActive(two)], [false, true])
      const mine = await call(server, 'GET', `${consumers}/me`, { bearer: one })
      assert.equal(mine.status, 401)
      for (const token of [one, 'x', `${two}A`]) {
        assert.equal((await post('revoke', { token })).status, 200)
      }
      assert.equal(await isActive(two), true)
    })

    test('an anonymous token takes its identity along, for good, also when it has expired', async () => {
      const { external, token } = await letNobodyIn(server, account, nobody)
      server.clock.advance(700_000)
      assert.equal((await post('revoke', { token: external })).status, 200)
      const path = '/api/account/acme/anonymous/authorize'
      const renewed = await call(server, 'POST', path, { body: { id_token: external } })
      assert.equal(renewed.status, 401)
      assert.equal((renewed.body as Record<string, string>)['internalErrorCode'], '1049')
      assert.equal((await call(server, 'GET', `${consumers}/me`, { bearer: token })).status, 401)
    })

    test('by consumer: every token ends, an id_token of before lets nobody in again, a new one does', async () => {
      const idToken = await brand.idToken({ sub: 'gone' })
      const first = await authenticate(server, account.id, connector, { id_token: idToken })
      const token = (first.body as { token: string }).token
      const id = String(claimsOf(token)['sub'])
      const { body } = await call(server, 'GET', `${consumers}/events`, { bearer: admin() })
      const { after } = body as ConsumerEvents
      assert.equal((await post('revoke', { consumer_id: id })).status, 200)
      assert.equal(await isActive(token), false)
      const again = await authenticate(server, account.id, connector, { id_token: idToken })
      assert.equal(again.status, 401, again.text)
      server.clock.advance(2000)
      assert.equal(await isActive(await tokenOf({ sub: 'gone' })), true)
      const told = await call(server, 'GET', `${consumers}/events?after=${after}`, {
        bearer: admin(),
      })
      const { events } = told.body as ConsumerEvents
      assert.deepEqual(
        events.map(({ type, consumerId }) => [type, consumerId]),
        [['consumer.loggedout', id]],
      )
      const [line] = await auditOf(id)
      assert.equal(line?.action, 'Logout')
      assert.equal(line?.actor.loginName, 'admin')
      assert.equal(line?.sequence, events[0]?.sequence)
    })

    async function auditOf(consumerId: string) {
      const events = await server.storage.read.audit.chain(account.id, 1, 1000)
      return events.filter(({ objectId }) => objectId === consumerId)
    }
  })
}
