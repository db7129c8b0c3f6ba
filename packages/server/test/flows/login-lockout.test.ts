import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import { unlockUser } from '#domain/login/unlock.ts'
import type { Storage } from '#storage/port.ts'
import { givePassword, goodPassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { seedAccount, seedUser, startTestServer } from '../support/test-server.ts'

const minute = 60_000

async function start(
  kind: Storage['kind'],
  settings: StoredSettings = {},
  environment: Readonly<Record<string, string>> = {},
) {
  const server = await startTestServer(kind, environment)
  const acme = await seedAccount(server, 'acme', settings)
  for (const role of ['admin', 'agent'] as const) {
    await givePassword(server, acme.id, acme.users[role].user.id)
  }
  const fail = async (name: string, times: number) => {
    const statuses = []
    for (let index = 0; index < times; index += 1) {
      statuses.push((await login(server, 'acme', name, 'wrong')).status)
    }
    return statuses
  }
  return { server, acme, fail }
}

for (const kind of databaseKinds) {
  describe(`contract README "login policy defaults": failures in a row on ${kind}`, () => {
    test('ten failures lock a name for 30 minutes, then it is free; nine do not', async (t) => {
      const { server, acme, fail } = await start(kind)
      t.after(() => server.stop())
      await fail('agent', 9)
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
      await fail('agent', 9)
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
      await fail('agent', 10)
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
      server.clock.advance(30 * minute - 1)
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
      const user = await server.storage.read.users.find(acme.id, acme.users.agent.user.id)
      assert.equal(user?.isEnabled, true)
      server.clock.advance(1)
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
      const events = await server.storage.read.audit.chain(acme.id, 1, 1000)
      const locks = events.filter(({ element }) => element === 'lockedUntil')
      assert.deepEqual(
        locks.map(({ objectName, newValue }) => [objectName, newValue]),
        [['agent', '2026-01-15T12:30:00.000Z']],
      )
    })

    test('without a time, a name is locked until an administrator unlocks it', async (t) => {
      const settings = { loginPolicy: { lockMinutes: null, maxFailures: 3 } }
      const { server, acme, fail } = await start(kind, settings)
      t.after(() => server.stop())
      await fail('agent', 3)
      server.clock.advance(5 * 365 * 24 * 60 * minute)
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
      const { user } = acme.users.agent
      await server.storage.write((tx) => unlockUser(tx, acme.id, user, server.clock.now()))
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
    })

    test('a lock is the account’s own', async (t) => {
      const { server, fail } = await start(kind)
      t.after(() => server.stop())
      const zenith = await seedAccount(server, 'zenith')
      await givePassword(server, zenith.id, zenith.users.agent.user.id)
      await fail('agent', 10)
      assert.equal((await login(server, 'zenith', 'agent')).status, 200)
      assert.equal((await login(server, 'acme', 'admin')).status, 200)
    })

    test('many wrong passwords at once are counted one by one', async (t) => {
      const { server, fail } = await start(kind, { loginPolicy: { maxFailures: 20 } })
      t.after(() => server.stop())
      await Promise.all(Array.from({ length: 20 }, () => fail('agent', 1)))
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
    })

    test('the last administrator is slowed, never locked, and slowed as any other name is', async (t) => {
      const { server, fail } = await start(kind)
      t.after(() => server.stop())
      assert.deepEqual(new Set(await fail('admin', 19)), new Set([401]))
      assert.equal((await login(server, 'acme', 'admin')).status, 200)
      for (const name of ['admin', 'agent', 'nobody']) {
        const statuses = await fail(name, 22)
        assert.deepEqual(statuses.slice(0, 21), new Array(21).fill(401), name)
        assert.equal(statuses[21], 429, name)
        const { headers } = await login(server, 'acme', name)
        assert.equal(headers.get('retry-after'), '5', name)
      }
      server.clock.advance(5000)
      assert.equal((await login(server, 'acme', 'agent')).status, 401)
      assert.equal((await login(server, 'acme', 'nobody')).status, 401)
      assert.equal((await login(server, 'acme', 'admin')).status, 200)
    })

    test('of two administrators the first is locked, the other is then the last', async (t) => {
      const { server, acme, fail } = await start(kind)
      t.after(() => server.stop())
      const id = acme.users.admin.user.id + 50
      const profileIds = [acme.profileIds.admin]
      await seedUser(server, acme.id, { id, loginName: 'second', profileIds })
      await givePassword(server, acme.id, id)
      await fail('second', 10)
      assert.equal((await login(server, 'acme', 'second')).status, 401)
      await fail('admin', 10)
      assert.equal((await login(server, 'acme', 'admin')).status, 200)
    })
  })

  describe(`contract 1 section 2.5: too many from one address, on ${kind}`, () => {
    const proxied = { WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' }
    const from = (address: string) => ({ 'x-forwarded-for': address })

    test('20 failures in a minute: 429 with Retry-After, for the right password too', async (t) => {
      const limits = { ...proxied, WATCHWORD_RATE_LIMITS: 'logins=off,calls=off' }
      const { server, acme } = await start(kind, {}, limits)
      t.after(() => server.stop())
      for (let index = 0; index < 20; index += 1) {
        const answer = await login(server, 'acme', `name ${index}`, 'x', from('192.0.2.1'))
        assert.equal(answer.status, 401)
      }
      server.passwords.asked.length = 0
      server.clock.advance(10_000)
      const refused = await login(server, 'acme', 'agent', goodPassword, from('192.0.2.1'))
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '50')
      assert.equal(Object(refused.body['error']).responseStatus, 'TOO_MANY_REQUESTS')
      assert.deepEqual(server.passwords.asked, [])
      const elsewhere = await login(server, 'acme', 'agent', goodPassword, from('192.0.2.2'))
      assert.equal(elsewhere.status, 200)
      server.clock.advance(50_000)
      const later = await login(server, 'acme', 'agent', goodPassword, from('192.0.2.1'))
      assert.equal(later.status, 200)
      const events = await server.storage.read.audit.chain(acme.id, 1, 1000)
      const slowed = events.filter(({ element }) => element === 'addressSlowed')
      assert.deepEqual(
        slowed.map(({ newValue }) => newValue),
        ['192.0.2.1'],
      )
    })

    test('a whole IPv6 network counts as one address', async (t) => {
      const limits = { ...proxied, WATCHWORD_RATE_LIMITS: 'logins=off,login-failures=2,calls=off' }
      const { server } = await start(kind, {}, limits)
      t.after(() => server.stop())
      await login(server, 'acme', 'a', 'x', from('2001:db8::1'))
      await login(server, 'acme', 'b', 'x', from('2001:db8::2'))
      const third = await login(server, 'acme', 'agent', goodPassword, from('2001:db8::3'))
      assert.equal(third.status, 429)
      const next = await login(server, 'acme', 'agent', goodPassword, from('2001:db8:0:1::1'))
      assert.equal(next.status, 200)
    })

    test('60 logins in a minute, counted for all processes: those that succeed as well', async (t) => {
      const limits = { WATCHWORD_RATE_LIMITS: 'logins=4,login-failures=off,calls=off' }
      const { server } = await start(kind, {}, limits)
      t.after(() => server.stop())
      for (const password of [goodPassword, 'x', goodPassword, 'x']) {
        assert.notEqual((await login(server, 'acme', 'agent', password)).status, 429)
      }
      // By now this process alone would let one more through.
      server.clock.advance(20_000)
      const refused = await login(server, 'acme', 'agent')
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '40')
      server.clock.advance(40_000)
      assert.equal((await login(server, 'acme', 'agent')).status, 200)
    })

    test('60 logins in a minute: what exceeds them touches neither hasher nor database', async (t) => {
      const limits = { WATCHWORD_RATE_LIMITS: 'login-failures=off,calls=off' }
      const { server, acme } = await start(kind, {}, limits)
      t.after(() => server.stop())
      const tries = Array.from({ length: 80 }, (_, index) =>
        login(server, index % 2 === 0 ? 'acme' : 'nobody', `name ${index}`, 'x'),
      )
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      assert.equal(statuses.filter((status) => status === 401).length, 60)
      assert.equal(statuses.filter((status) => status === 429).length, 20)
      const head = await server.storage.read.audit.head(acme.id)
      const refused = await login(server, 'acme', 'agent')
      assert.equal(refused.status, 429)
      assert.ok(Number(refused.headers.get('retry-after')) >= 5)
      assert.deepEqual(await server.storage.read.audit.head(acme.id), head)
    })
  })
}
