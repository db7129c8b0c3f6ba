import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'
import type {
  RefusedHandshakes,
  TokenExplanation,
} from '@watchword/protocol/api/consumer-debugger.ts'
import { signJws } from '@watchword/protocol/jose/sign-jws.ts'
import { giveBackMemory } from '#lib/give-back-memory.ts'
import { authenticate, type Brand, connectBrand, createBrand } from '../support/brand.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

for (const kind of databaseKinds) {
  describe(`refused handshakes on ${kind}`, () => {
    let server: TestServer
    let accounts = 0
    let users = 0
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    type Scene = { account: SeededAccount; brand: Brand; connectorId: number }
    async function scene(): Promise<Scene> {
      accounts += 1
      const account = await seedAccount(server, `shakes${accounts}`)
      const brand = createBrand(server)
      const configuration = { clientId: 'client-1' }
      return {
        account,
        brand,
        connectorId: await connectBrand(server, account, brand, configuration),
      }
    }

    /** A session of today. */
    async function login({ id, profileIds }: SeededAccount): Promise<string> {
      users += 1
      const user = { id: users, loginName: `admin${users}`, profileIds: [profileIds.admin] }
      return (await seedUser(server, id, user)).bearer
    }

    async function get<Body>({ account }: Pick<Scene, 'account'>, path: string): Promise<Body> {
      const url = `/api/account/${account.id}/watchword${path}`
      const answer = await call(server, 'GET', url, { bearer: await login(account) })
      assert.equal(answer.status, 200, answer.text)
      return answer.body as Body
    }
    const list = async (of: Pick<Scene, 'account'>, query = '') =>
      (await get<RefusedHandshakes>(of, `/consumers/handshakes${query}`)).handshakes

    const send = ({ account, connectorId }: Scene, token: string) =>
      authenticate(server, account.id, connectorId, { id_token: token })

    test('a refused consumer is listed at once, and explained as who refused them saw it', async () => {
      const of = await scene()
      const token = await of.brand.idToken({
        ...{ aud: 'client-9', sub: 'johanna.doebler', email: 'johanna@brand.example' },
        ...{ nonce: 'n-0S6_WzA2Mj', name: 'Johanna Doebler' },
      })
      const refused = await send(of, token)
      assert.equal(refused.status, 401)
      const { request_id: requestId } = refused.body as { request_id: string }
      const [listed, ...others] = await list(of)
      assert.deepEqual(others, [])
      assert.ok(listed !== undefined)
      const { id, at, ...facts } = listed
      assert.equal(at, new Date(server.clock.now()).toISOString())
      assert.deepEqual(facts, {
        ...{ connectorId: of.connectorId, flow: 'id_token', code: '9007', rule: 'aud' },
        ...{ reason: 'the token is for somebody else', proven: true, requestId },
      })
      const explained = await get<TokenExplanation>(of, `/consumers/handshakes/${id}`)
      const { bearer } = of.account.users.admin
      const url = `/api/account/${of.account.id}/watchword/consumers/explain`
      const posted = await call(server, 'POST', url, { bearer, body: { handshakeId: id } })
      assert.deepEqual(posted.body, explained)
      const byRequest = await call(server, 'POST', url, { bearer, body: { requestId } })
      assert.deepEqual(byRequest.body, explained)
      const other = await call(server, 'POST', url, { bearer, body: { requestId: 'unknown' } })
      assert.equal(other.status, 404)
      assert.equal(explained.handshake?.requestId, requestId)
      assert.equal(explained.connector?.chosenBy, 'handshake')
      const aud = explained.rules.find(({ rule }) => rule === 'aud')
      assert.deepEqual([aud?.verdict, aud?.value], ['fail', 'client-9'])
      assert.match(explained.advice ?? '', /client-1/)
      assert.equal(explained.claims?.['sub'], 'j… (15 characters)')

      const since = server.clock.now() - 1
      const kept = await server.storage.read.refusedHandshakes.list(of.account.id, { since })
      for (const text of [JSON.stringify(explained), JSON.stringify(kept)]) {
        const [, payload = '?', signature = '?'] = token.split('.')
        for (const secret of ['ohanna', 'oebler', 'n-0S6_WzA2Mj', payload, signature]) {
          assert.ok(!text.includes(secret), secret)
        }
      }
    })

    test('a connector that does not exist, and a wrong body, are told too', async () => {
      const of = await scene()
      assert.equal((await authenticate(server, of.account.id, 99, { id_token: 'x' })).status, 404)
      assert.equal((await authenticate(server, of.account.id, of.connectorId, {})).status, 400)
      const found = await list(of)
      const known = found.map(({ connectorId, code }) => [connectorId, code]).toSorted()
      assert.deepEqual(known, [
        [null, '1024'],
        [of.connectorId, '9012'],
      ])
      assert.deepEqual(
        (await list(of, '?connectorId=0')).map(({ code }) => code),
        ['1024'],
      )
      const [own] = await list(of, `?connectorId=${of.connectorId}`)
      assert.equal(own?.code, '9012')
      const explained = await get<TokenExplanation>(of, `/consumers/handshakes/${own.id}`)
      assert.match(explained.advice ?? '', /id_token/)
      assert.deepEqual(explained.rules, [])
    })

    test('the status tells who came in and who did not, by day and reason', async () => {
      const of = await scene()
      const path = `/connectors/${of.connectorId}/status`
      const empty = await get<ConnectorStatus>(of, path)
      assert.deepEqual([empty.verified, empty.lastVerifiedAt, empty.lastHandshake], [0, null, null])
      const good = await of.brand.idToken({ aud: 'client-1' })
      await send(of, good)
      await send(of, good)
      await send(of, await of.brand.idToken({ aud: 'client-9' }))
      server.clock.advance(86_400_000)
      await send(of, good)
      const status = await get<ConnectorStatus>(of, path)
      const now = new Date(server.clock.now()).toISOString()
      assert.equal(status.verified, 2)
      assert.equal(status.to, now.slice(0, 10))
      assert.deepEqual(status.lastRefused, { name: 'exp', count: 1, lastAt: now })
      assert.deepEqual(
        status.refused.map(({ name, count }) => [name, count]),
        [
          ['aud', 1],
          ['exp', 1],
        ],
      )
      assert.deepEqual(
        status.days.map(({ verified, refused }) => [verified, refused.map(({ name }) => name)]),
        [
          [2, ['aud']],
          [0, ['exp']],
        ],
      )
      assert.equal(status.lastHandshake?.rule, 'exp')
      assert.ok((status.lastHandshake.advice ?? '').length > 0)
    })

    test('after a day a handshake is gone, and of no other account is any seen', async () => {
      const [of, other] = [await scene(), await scene()]
      await send(of, 'nothing')
      const [listed] = await list(of)
      assert.ok(listed !== undefined)
      assert.deepEqual(await list(other), [])
      const bearer = await login(other.account)
      const paths = [
        `/consumers/handshakes/${listed.id}`,
        `/connectors/${of.connectorId}/status`,
        '/connectors/x/status',
      ]
      for (const path of paths) {
        const url = `/api/account/${other.account.id}/watchword${path}`
        assert.equal((await call(server, 'GET', url, { bearer })).status, 404, path)
      }
      server.clock.advance(86_400_001)
      assert.deepEqual(await list(of), [])
    })

    test('a flood by strangers: bounded in memory and table, counted whole, and no brand pushed out', async () => {
      const of = await scene()
      await send(of, await of.brand.idToken({ aud: 'client-9' }))
      const now = Math.floor(server.clock.now() / 1000)
      const claims = {
        iss: of.brand.issuer,
        sub: 'x',
        iat: now,
        exp: now + 600,
        pad: 'y'.repeat(5000),
      }
      const key = { kid: 'brand', algorithm: 'RS256', privateKey: stranger } as const
      const flood = await signJws(key, 'JWT', claims)
      const held = async () => {
        await giveBackMemory()
        return process.memoryUsage().heapUsed
      }
      const before = await held()
      for (let round = 0; round < 20; round += 1) {
        const answers = await Promise.all(Array.from({ length: 25 }, () => send(of, flood)))
        assert.ok(answers.every(({ status }) => status === 401))
      }
      const grown = (await held()) - before
      assert.ok(grown < 30_000_000, `${grown} bytes more`)
      const found = await list(of)
      assert.ok(found.length <= 200, `${found.length}`)
      assert.equal(found.filter(({ proven }) => proven).length, 1)
      const status = await get<ConnectorStatus>(of, `/connectors/${of.connectorId}/status`)
      assert.equal(status.refused.find(({ name }) => name === 'signature')?.count, 500)
    })
  })
}
