import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Grant } from '#domain/authorization/grant.ts'
import { randomHex } from '#lib/random.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { auditTrail, seedApps } from './support.ts'

for (const kind of databaseKinds) {
  describe(`what was granted to an application ends with it, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    async function world() {
      const apps = await seedApps(server)
      const [app, neighbour] = [await apps.install(), await apps.install({ client_name: 'b' })]
      const { account } = apps
      const grantOf = (clientId: string): Grant => ({
        accountId: account.id,
        id: randomHex(16),
        clientId,
        face: 'oidc',
        scope: 'openid offline_access',
        claims: undefined,
        nonce: undefined,
        userId: account.users.agent.user.id,
        browserSessionId: randomHex(8),
        authTime: server.clock.now(),
        amr: ['pwd'],
        acr: undefined,
        createdAt: server.clock.now(),
        lastUsedAt: server.clock.now(),
        expiresAt: server.clock.now() + 86_400_000,
      })
      const tokenHash = randomHex(32)
      await server.storage.write(async (tx) => {
        for (const clientId of [app.id, app.id, neighbour.id]) {
          await tx.grants.insert(grantOf(clientId))
          const consent = { clientId, scopes: ['openid'], createdAt: 1, updatedAt: 1 }
          await tx.consents.put(account.id, { ...consent, userId: account.users.agent.user.id })
        }
        await tx.accessTokens.insert({
          ...{ accountId: account.id, tokenHash, clientId: app.id, face: 'oidc' },
          ...{ grantId: undefined, userId: undefined, scope: 'users:read' },
          createdAt: server.clock.now(),
          expiresAt: server.clock.now() + 600_000,
        })
      })
      const { read } = server.storage
      const grants = (clientId: string) =>
        read.grants.list(account.id, server.clock.now(), { clientId })
      return {
        ...{ ...apps, app, neighbour, read },
        ownToken: () => read.accessTokens.findByToken(tokenHash),
        left: async () => [(await grants(app.id)).length, (await grants(neighbour.id)).length],
        consents: async () =>
          (await read.consents.list(account.id)).map(({ clientId }) => clientId),
      }
    }

    test('switching it off: its grants and tokens end at once, consents and neighbours stay', async () => {
      const { ask, app, neighbour, left, consents, account, ownToken } = await world()
      assert.deepEqual(await left(), [2, 1])
      assert.notEqual(await ownToken(), undefined)
      await ask('PUT', `/${app.id}`, { body: { description: 'still on' } })
      assert.deepEqual(await left(), [2, 1])
      await ask('PUT', `/${app.id}`, { body: { enabled: false } })
      assert.deepEqual(await left(), [0, 1])
      assert.equal(await ownToken(), undefined)
      assert.deepEqual((await consents()).toSorted(), [app.id, neighbour.id].toSorted())
      const trail = await auditTrail(server, account.id)
      assert.ok(trail.some(({ newValue }) => newValue === '2 grants of users ended'))
      await ask('PUT', `/${app.id}`, { body: { enabled: true } })
      assert.deepEqual(await left(), [0, 1])
    })

    test('uninstalling it: its grants, tokens and consents end, its neighbour’s do not', async () => {
      const { ask, app, neighbour, left, consents, ownToken } = await world()
      await ask('DELETE', `/${app.id}`)
      assert.deepEqual(await left(), [0, 1])
      assert.equal(await ownToken(), undefined)
      assert.deepEqual(await consents(), [neighbour.id])
    })
  })
}
