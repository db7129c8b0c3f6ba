import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { seedKey } from '../api-keys/support.ts'
import { auditOf, botLogin, loginPrivilege, seedBot, startBotWorld } from '../support/bot.ts'
import { givePassword, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'

const trusted = { WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' }
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } })
const wrong = { secret: 'x' }

for (const kind of databaseKinds) {
  describe(`contract 1 section 2.5: bots that try too often, on ${kind}`, () => {
    test('20 failures in a minute: 429 for the address, bots and people alike', async (t) => {
      const environment = { ...trusted, WATCHWORD_RATE_LIMITS: 'logins=off,calls=off' }
      const world = await startBotWorld(kind, { environment })
      const { server, acme } = world
      t.after(() => server.stop())
      await givePassword(server, acme.id, acme.users.admin.user.id)
      for (let index = 0; index < 20; index += 1) {
        const change = { appKey: `key ${index}`, username: `name ${index}` }
        assert.equal((await botLogin(world, change, from('192.0.2.1'))).status, 401)
      }
      server.clock.advance(10_000)
      const refused = await botLogin(world, {}, from('192.0.2.1'))
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '50')
      const person = await login(server, acme.id, 'admin', undefined, from('192.0.2.1').headers)
      assert.equal(person.status, 429)
      assert.equal((await botLogin(world, {}, from('192.0.2.2'))).status, 200)
      const slowed = (await auditOf(world)).filter(({ element }) => element === 'addressSlowed')
      assert.deepEqual(
        slowed.map(({ newValue }) => newValue),
        ['192.0.2.1'],
      )
      server.clock.advance(50_000)
      assert.equal((await botLogin(world, {}, from('192.0.2.1'))).status, 200)
    })

    test('failures lock no bot: neither its name nor its key, from nowhere else', async (t) => {
      const settings = { loginPolicy: { maxFailures: 3, lockMinutes: null } }
      const world = await startBotWorld(kind, { environment: trusted, settings })
      const { server, acme } = world
      t.after(() => server.stop())
      for (let index = 0; index < 40; index += 1) {
        await botLogin(world, wrong, from(`192.0.2.${index % 20}`))
        await login(server, acme.id, 'bot', 'guess', from(`192.0.2.${index % 20}`).headers)
      }
      assert.equal((await botLogin(world, {}, from('198.51.100.1'))).status, 200)
      const locked = (await auditOf(world)).filter(({ element }) => element === 'lockedUntil')
      // A person who guesses its password locks the name for passwords, which it has none of.
      assert.deepEqual(
        locked.map(({ objectName }) => objectName),
        ['bot'],
      )
    })

    test('one key from one address: far too many in a row must pause, and nobody else', async (t) => {
      const world = await startBotWorld(kind, { environment: trusted })
      const { server, acme } = world
      t.after(() => server.stop())
      const second = await seedKey(server, acme.id, { privileges: [loginPrivilege] })
      await seedBot(server, acme, second.keyId, {
        id: world.bot.id + 1,
        loginName: 'second',
        fullName: 'Second',
      })
      const here = from('192.0.2.1')
      for (let index = 0; index < 20; index += 1) {
        assert.equal((await botLogin(world, wrong, here)).status, 401)
      }
      assert.equal((await botLogin(world, wrong, here)).status, 401)
      const paused = await botLogin(world, {}, here)
      assert.equal(paused.status, 429)
      assert.equal(paused.headers.get('retry-after'), '5')
      const other = { ...here, key: second }
      assert.equal((await botLogin(world, { username: 'second' }, other)).status, 200)
      assert.equal((await botLogin(world, {}, from('192.0.2.2'))).status, 200)
      server.clock.advance(5000)
      assert.equal((await botLogin(world, {}, here)).status, 200)
      for (let index = 0; index < 15; index += 1) {
        assert.equal((await botLogin(world, wrong, here)).status, 401)
      }
      assert.equal((await botLogin(world, {}, here)).status, 200)
    })

    test('60 logins in a minute: those that succeed count as well', async (t) => {
      const environment = { WATCHWORD_RATE_LIMITS: 'logins=4,login-failures=off,calls=off' }
      const world = await startBotWorld(kind, { environment })
      const { server } = world
      t.after(() => server.stop())
      for (const change of [{}, wrong, {}, wrong]) {
        assert.notEqual((await botLogin(world, change)).status, 429)
      }
      server.clock.advance(20_000)
      const refused = await botLogin(world)
      assert.equal(refused.status, 429)
      assert.equal(refused.headers.get('retry-after'), '40')
      server.clock.advance(40_000)
      assert.equal((await botLogin(world)).status, 200)
    })
  })
}
