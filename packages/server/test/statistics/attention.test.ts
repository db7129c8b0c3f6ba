import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AccountAttention } from '@watchword/protocol/api/statistics.ts'
import { seedKey } from '../api-keys/support.ts'
import { authenticate, connectBrand, createBrand } from '../support/brand.ts'
import { givePassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

for (const kind of databaseKinds) {
  describe(`what wants to be looked at, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const url = ({ id }: SeededAccount) => `/api/account/${id}/watchword/statistics/attention`
    async function read(account: SeededAccount): Promise<AccountAttention['attention']> {
      const { bearer } = account.users.admin
      const answer = await call(server, 'GET', url(account), { bearer })
      assert.equal(answer.status, 200, answer.text)
      return (answer.body as AccountAttention).attention
    }

    test('of a new account nothing; then each thing with where to look', async () => {
      const account = await seedAccount(server, 'looked_at')
      const neighbour = await seedAccount(server, 'neighbour')
      assert.deepEqual(await read(account), [])

      const expirationTime = server.clock.now() + 86_400_000
      const key = await seedKey(server, account.id, { expirationTime })
      const { user } = account.users.agent
      await givePassword(server, account.id, user.id)
      for (let count = 0; count < 20; count += 1) await login(server, account.id, 'agent', 'wrong')
      for (let count = 0; count < 20; count += 1) await login(server, account.id, 'nobody', 'wrong')
      const connectorId = await connectBrand(server, account, createBrand(server), {})
      for (let count = 0; count < 3; count += 1) {
        const refused = await authenticate(server, account.id, connectorId, { id_token: 'a.b.c' })
        assert.notEqual(refused.status, 200)
      }

      const found = await read(account)
      const places = found.map(({ kind, total, items }) => [
        kind,
        total,
        ...items.map(({ id, href }) => [id, href]),
      ])
      const api = `/api/account/${account.id}`
      assert.deepEqual(places, [
        [
          'connector_failing',
          1,
          [`${connectorId}`, `${api}/watchword/connectors/${connectorId}/status`],
        ],
        ['user_locked', 1, [`${user.id}`, `${api}/configuration/le-users/users/${user.id}`]],
        ['key_expiring', 1, [key.keyId, `/app-key-manager${api}/keys/${key.keyId}`]],
      ])
      assert.equal(found[2]?.items[0]?.at, new Date(expirationTime).toISOString())
      const { bearer } = account.users.admin
      for (const { items } of found) {
        for (const { href } of items) {
          assert.equal((await call(server, 'GET', href, { bearer })).status, 200, href)
        }
      }
      assert.deepEqual(await read(neighbour), [])
    })

    test('it is for administrators', async () => {
      const account = await seedAccount(server, 'not_for_all')
      for (const role of ['agent', 'manager', 'campaigner'] as const) {
        const { bearer } = account.users[role]
        assert.equal((await call(server, 'GET', url(account), { bearer })).status, 403)
      }
      assert.equal((await call(server, 'GET', url(account))).status, 401)
    })
  })
}
