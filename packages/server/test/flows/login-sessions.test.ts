import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pino from 'pino'
import { readConfig } from '#config/read-config.ts'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import { Secret } from '#lib/secret.ts'
import type { Storage } from '#storage/port.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { buildServer } from '../../src/server.ts'
import { createCheapPasswords } from '../support/cheap-passwords.ts'
import { givePassword, goodPassword, login, withSession } from '../support/login.ts'
import { fixedMasterKeys } from '../support/master-keys.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, seedAccount, startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const minute = 60_000

async function start(kind: Storage['kind'], settings: StoredSettings = {}) {
  const server = await startTestServer(kind)
  const acme = await seedAccount(server, 'acme', settings)
  const { id } = acme.users.admin.user
  await givePassword(server, acme.id, id)
  /** Of the logins made here; the seed has a session of its own, which is made away with. */
  await server.storage.write((tx) => tx.sessions.removeOfUser(acme.id, id))
  return { server, acme, userId: id }
}

/** What a call with this bearer is answered: 200, or 401 once it is over. */
async function probe(origin: string, bearer: string): Promise<number> {
  const url = '/api/account/acme/configuration/metadata/audit'
  const body = { query: '{ auditData(limit: 1) { rowKey } }' }
  const { status } = await call({ origin }, 'POST', url, { bearer, body })
  return status === 401 ? 401 : 200
}

for (const kind of databaseKinds) {
  describe(`sessions on ${kind}`, () => {
    test('a bearer works until logout, and not a moment longer', async (t) => {
      const { server } = await start(kind)
      t.after(() => server.stop())
      const mine = await login(server, 'acme', 'admin')
      const { bearer } = mine.body
      assert.equal(await probe(server.origin, bearer), 200)
      assert.equal((await withSession(server, 'logout', 'acme', mine)).status, 200)
      assert.equal(await probe(server.origin, bearer), 401)
    })

    test('decision "second login of the same user": both sessions live, up to the limit', async (t) => {
      const { server, acme } = await start(kind, { sessions: { maxPerUser: 2 } })
      t.after(() => server.stop())
      const logins = []
      for (let index = 0; index < 3; index += 1) {
        logins.push(await login(server, 'acme', 'admin'))
        server.clock.advance(1000)
      }
      const alive = await Promise.all(logins.map(({ body }) => probe(server.origin, body.bearer)))
      assert.deepEqual(alive, [401, 200, 200])
      const events = await server.storage.read.audit.chain(acme.id, 1, 100)
      assert.deepEqual(
        events.map(({ action, element, automatic }) => [action, element, automatic]),
        [
          ['Login', 'session', false],
          ['Login', 'session', false],
          ['Logout', 'sessionLimit', true],
          ['Login', 'session', false],
        ],
      )
    })

    test('twenty logins at once leave exactly as many sessions as are allowed', async (t) => {
      const { server, acme, userId } = await start(kind, { sessions: { maxPerUser: 3 } })
      t.after(() => server.stop())
      const logins = await Promise.all(
        Array.from({ length: 20 }, () => login(server, 'acme', 'admin')),
      )
      assert.ok(logins.every(({ status }) => status === 200))
      const open = await server.storage.read.sessions.list(acme.id, server.clock.now(), userId)
      assert.equal(open.length, 3)
      const alive = await Promise.all(logins.map(({ body }) => probe(server.origin, body.bearer)))
      assert.equal(alive.filter((status) => status === 200).length, 3)
    })

    test('a session ends after its idle time without a refresh, and lives on with them', async (t) => {
      const { server } = await start(kind)
      t.after(() => server.stop())
      const idle = await login(server, 'acme', 'admin')
      const used = await login(server, 'acme', 'admin')
      for (let index = 0; index < 5; index += 1) {
        server.clock.advance(5 * minute)
        assert.equal((await withSession(server, 'refresh', 'acme', used)).status, 200)
      }
      assert.equal((await withSession(server, 'refresh', 'acme', idle)).status, 401)
      assert.equal(await probe(server.origin, idle.body.bearer), 401)
      assert.equal(await probe(server.origin, used.body.bearer), 200)
    })

    test('a refresh keeps the bearer alive as well', async (t) => {
      const { server } = await start(kind)
      t.after(() => server.stop())
      const mine = await login(server, 'acme', 'admin')
      assert.equal(await probe(server.origin, mine.body.bearer), 200)
      server.clock.advance(15 * minute)
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 200)
      server.clock.advance(15 * minute)
      assert.equal(await probe(server.origin, mine.body.bearer), 200)
    })

    test('decision "refresh": the absolute end does not move', async (t) => {
      const { server } = await start(kind, { sessions: { absoluteMinutes: 30, idleMinutes: 20 } })
      t.after(() => server.stop())
      const mine = await login(server, 'acme', 'admin')
      assert.equal(mine.body['sessionTTl'], String(30 * minute))
      server.clock.advance(15 * minute)
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 200)
      server.clock.advance(15 * minute - 1)
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 200)
      server.clock.advance(1)
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 401)
      assert.equal(await probe(server.origin, mine.body.bearer), 401)
    })

    test('of a disabled user, a blocked one, a suspended account: no refresh', async (t) => {
      const { server, acme } = await start(kind)
      t.after(() => server.stop())
      const mine = await login(server, 'acme', 'admin')
      const { user } = acme.users.admin
      for (const change of [{ isEnabled: false }, { blocked: true }, { deleted: true }]) {
        await server.storage.write((tx) => tx.users.update(acme.id, { ...user, ...change }))
        assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 401)
      }
      await server.storage.write((tx) => tx.users.update(acme.id, user))
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 200)
      await server.storage.write((tx) => tx.accounts.update(acme.id, { status: 'suspended' }))
      assert.equal((await withSession(server, 'refresh', 'acme', mine)).status, 401)
    })

    test('a password that was hashed with other parameters is hashed anew at login', async (t) => {
      const { server, acme, userId } = await start(kind)
      t.after(() => server.stop())
      const { hashSync } = await import('@node-rs/argon2')
      const old = hashSync(goodPassword, { memoryCost: 16, timeCost: 1, parallelism: 1 })
      await givePassword(server, acme.id, userId, goodPassword, { passwordHash: old })
      await login(server, 'acme', 'admin', 'wrong')
      const find = () => server.storage.read.credentials.find(acme.id, userId)
      assert.equal((await find())?.passwordHash, old)
      const logins = Array.from({ length: 5 }, () => login(server, 'acme', 'admin'))
      for (const { status } of await Promise.all(logins)) assert.equal(status, 200)
      const renewed = await find()
      assert.equal(server.passwords.needsRehash(renewed?.passwordHash ?? ''), false)
      assert.equal(renewed?.lastLoginAt, server.clock.now())
      assert.equal((await login(server, 'acme', 'admin')).status, 200)
    })
  })
}

describe('two processes on one PostgreSQL', () => {
  test('a logout on one is known to the other in less than a second', async (t) => {
    const { server } = await start('postgres')
    const other = await secondServer(server)
    t.after(async () => {
      await other.stop()
      await server.stop()
    })
    const mine = await login(server, 'acme', 'admin')
    const { bearer } = mine.body
    assert.equal(await probe(other.origin, bearer), 200)
    assert.equal((await withSession(server, 'logout', 'acme', mine)).status, 200)
    await until(async () => (await probe(other.origin, bearer)) === 401, 1000)
  })

  test('failures and attempts are counted over both', async (t) => {
    const { server, acme } = await start('postgres', { loginPolicy: { maxFailures: 4 } })
    await givePassword(server, acme.id, acme.users.agent.user.id)
    const other = await secondServer(server)
    t.after(async () => {
      await other.stop()
      await server.stop()
    })
    for (const to of [server, other, server, other]) await login(to, 'acme', 'agent', 'wrong')
    assert.equal((await login(server, 'acme', 'agent')).status, 401)
    assert.equal((await login(other, 'acme', 'agent')).status, 401)
  })
})

/** Another server over the database of the first, as another process would be. */
async function secondServer({ url, clock }: TestServer) {
  const storage = await openPostgres({ url: new Secret(url) })
  const config = readConfig({ WATCHWORD_LOG_LEVEL: 'silent', WATCHWORD_RATE_LIMITS: 'off' })
  const log = pino({ level: 'silent' })
  const passwords = createCheapPasswords()
  const masterKeys = fixedMasterKeys()
  const app = await buildServer({ config, storage, masterKeys, clock, log, passwords })
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    origin,
    stop: async () => {
      await app.close()
      await storage.close()
    },
  }
}
