import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import type { Storage } from '#storage/port.ts'
import { givePassword, goodPassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  type SeededAccount,
  seedAccount,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'

async function start(
  kind: Storage['kind'],
  settings: StoredSettings = {},
  environment: Readonly<Record<string, string>> = {},
) {
  const server = await startTestServer(kind, environment)
  const acme = await seedAccount(server, 'acme', settings)
  for (const { user } of Object.values(acme.users)) await givePassword(server, acme.id, user.id)
  return { server, acme }
}

async function change(server: TestServer, acme: SeededAccount, changes: object): Promise<void> {
  const { user } = acme.users.agent
  await server.storage.write((tx) => tx.users.update(acme.id, { ...user, ...changes }))
}

for (const kind of databaseKinds) {
  describe(`contract README "suspended account, blocked user" on ${kind}`, () => {
    test('a suspended account: 451, before anything is compared', async (t) => {
      const { server, acme } = await start(kind)
      t.after(() => server.stop())
      await server.storage.write((tx) => tx.accounts.update(acme.id, { status: 'suspended' }))
      server.passwords.asked.length = 0
      for (const password of [goodPassword, 'wrong']) {
        const { status, body } = await login(server, 'acme', 'agent', password)
        assert.equal(status, 451)
        assert.equal(Object(body['error']).responseStatus, 'UNAVAILABLE_FOR_LEGAL_REASONS')
      }
      assert.deepEqual(server.passwords.asked, [])
    })

    test('a blocked user: 451, but only with the right password', async (t) => {
      const { server, acme } = await start(kind)
      t.after(() => server.stop())
      await change(server, acme, { blocked: true })
      assert.equal((await login(server, 'acme', 'agent')).status, 451)
      assert.equal((await login(server, 'acme', 'agent', 'wrong')).status, 401)
      await change(server, acme, { blocked: true, isEnabled: false })
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
    })
  })

  describe(`contract 1 section 7: access restrictions on ${kind}`, () => {
    const cases = [
      { ranges: ['192.0.2.0/24'], from: '192.0.2.77', status: 200 },
      { ranges: ['192.0.2.0/24'], from: '192.0.3.1', status: 401 },
      { ranges: ['192.0.2.1-192.0.2.9'], from: '192.0.2.9', status: 200 },
      { ranges: ['192.0.2.1-192.0.2.9'], from: '192.0.2.10', status: 401 },
      { ranges: ['2001:db8::/32'], from: '2001:db8:1::5', status: 200 },
      { ranges: ['2001:db8::/32'], from: '2001:db9::5', status: 401 },
      { ranges: ['192.0.2.1'], from: '::ffff:192.0.2.1', status: 200 },
      { ranges: ['192.0.2.1'], from: '192.0.2.1:50000', status: 200 },
      { ranges: ['192.0.2.1'], from: '192.0.2.2:50000', status: 401 },
      { ranges: ['2001:db8::/32'], from: '[2001:DB8::5]:443', status: 200 },
      { ranges: ['::/0'], from: '192.0.2.1', status: 401 },
      { ranges: ['0.0.0.0/0'], from: '2001:db8::1', status: 401 },
      { ranges: ['nonsense', '192.0.2.1'], from: '192.0.2.1', status: 200 },
      { ranges: ['nonsense'], from: '192.0.2.1', status: 401 },
      { ranges: [], from: '192.0.2.1', status: 200 },
    ]
    test('ranges of both families; enabled and empty lets everybody in', async (t) => {
      const { server, acme } = await start(kind, {}, { WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' })
      t.after(() => server.stop())
      for (const { ranges, from, status } of cases) {
        const accessRestrictions = {
          enabled: true,
          ranges: ranges.map((range) => ({ range, description: '' })),
        }
        await server.storage.write((tx) =>
          tx.accounts.update(acme.id, { settings: { accessRestrictions } }),
        )
        const answer = await login(server, 'acme', 'admin', goodPassword, {
          'x-forwarded-for': from,
        })
        assert.equal(answer.status, status, `${from} in ${ranges.join()}`)
      }
      // One spelling is kept of each, so that who looks for an address finds it.
      const open = await server.storage.read.sessions.list(acme.id, server.clock.now())
      const kept = new Set(open.map(({ address }) => address))
      assert.deepEqual([...kept].filter((address) => address.includes(':')).sort(), [
        '2001:db8:1::5',
        '2001:db8::5',
      ])
      assert.ok(kept.has('192.0.2.1'))
    })
  })
}
