import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { randomHex } from '#lib/random.ts'
import {
  atIssuer,
  codeFields,
  redirectUri,
  seedCode,
  type TestClient,
} from '../authorization/tokens.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type Role,
  type SeededAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedClient } from '../support/tokens.ts'
import { startSettings } from './settings-support.ts'

const scope = 'openid profile settings:read settings:write'
const minute = 60_000

for (const kind of databaseKinds) {
  describe(`settings, sessions at the hosted pages and their tokens on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const { start } = startSettings(() => server)

    async function install({ id }: SeededAccount): Promise<TestClient> {
      const manifest = { scope, redirect_uris: [redirectUri], access_token_format: 'opaque' }
      const { client, secret } = await seedClient(server, id, manifest)
      return { accountId: id, id: client.id, secret }
    }

    /** Somebody signs in at the pages, from an address, and lets the application in. */
    async function enter(acme: SeededAccount, app: TestClient, role: Role, address: string) {
      const now = server.clock.now()
      const browserSessionId = randomHex(16)
      const { id: userId } = acme.users[role].user
      await server.storage.write((tx) =>
        tx.browserSessions.insert({
          ...{
            accountId: acme.id,
            id: browserSessionId,
            tokenHash: randomHex(32),
            userId,
            address,
          },
          ...{ createdAt: now, authTime: now, lastUsedAt: now, expiresAt: now + 480 * minute },
          ...{ amr: ['pwd'], acr: undefined, userAgent: 'test' },
        }),
      )
      const code = await seedCode(server, app, userId, { browserSessionId, scope })
      const { body, text } = await atIssuer(server, app, 'token', codeFields(code))
      const { access_token: access, refresh_token: refresh } = body
      assert.ok(access && refresh, text)
      return { access, refresh }
    }
    type Held = Awaited<ReturnType<typeof enter>>

    const statusOf = async (acme: SeededAccount, { access }: Held) =>
      (await call(server, 'GET', `/api/account/${acme.id}/watchword/me`, { bearer: access })).status
    const renew = (app: TestClient, { refresh }: Held) =>
      atIssuer(server, app, 'token', { grant_type: 'refresh_token', refresh_token: refresh })

    test('tightened access restrictions end them too; a token that asks keeps its own', async () => {
      const { acme, url } = await start()
      const app = await install(acme)
      const outside = await enter(acme, app, 'agent', '203.0.113.7')
      const inside = await enter(acme, app, 'manager', '198.51.100.7')
      const asking = await enter(acme, app, 'admin', '203.0.113.8')
      const all = [outside, inside, asking]
      const statuses = () => Promise.all(all.map((held) => statusOf(acme, held)))
      assert.deepEqual(await statuses(), [200, 200, 200])
      const ranges = ['198.51.100.0/24', '127.0.0.1'].map((range) => ({ range, description: '' }))
      const body = { accessRestrictions: { enabled: true, ranges } }
      const bearer = asking.access
      const told = await call(server, 'POST', `${url}/preview`, { bearer, body })
      const { endsSessions, openSessions } = told.body as Record<string, unknown>
      // Those of the Login Service are from inside.
      assert.deepEqual([endsSessions, openSessions], [1, 7], told.text)
      assert.equal((await call(server, 'PATCH', url, { bearer, body })).status, 200)
      assert.deepEqual(await statuses(), [401, 200, 200])
      assert.equal((await renew(app, outside)).body['error'], 'invalid_grant')
      for (const held of [inside, asking]) assert.equal((await renew(app, held)).status, 200)
    })

    test('a lower limit of sessions ends the oldest of each user at the pages too', async () => {
      const { acme, patch } = await start()
      const app = await install(acme)
      const held: Held[] = []
      for (let count = 0; count < 3; count += 1) {
        server.clock.advance(1000)
        held.push(await enter(acme, app, 'agent', '127.0.0.1'))
      }
      assert.equal((await patch({ sessions: { maxPerUser: 2 } })).status, 200)
      const statuses = await Promise.all(held.map((one) => statusOf(acme, one)))
      assert.deepEqual(statuses, [401, 200, 200])
      // That of the Login Service counts by itself.
      const path = `/api/account/${acme.id}/watchword/me`
      const { bearer } = acme.users.agent
      assert.equal((await call(server, 'GET', path, { bearer })).status, 200)
    })

    test('a shorter life of sessions holds for refresh tokens of before', async () => {
      const { acme, patch } = await start()
      const app = await install(acme)
      const first = await enter(acme, app, 'agent', '127.0.0.1')
      assert.equal((await patch({ sessions: { absoluteMinutes: 30 } })).status, 200)
      server.clock.advance(29 * minute)
      const { status, body } = await renew(app, first)
      assert.equal(status, 200, 'also after more than the idle time')
      server.clock.advance(minute)
      const late = { access: '', refresh: body['refresh_token'] ?? '' }
      assert.equal((await renew(app, late)).body['error'], 'invalid_grant')
    })
  })
}
