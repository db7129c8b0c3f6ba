import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { signFor } from '../api-keys/support.ts'
import {
  auditOf,
  type BotWorld,
  botBody,
  botLogin,
  changeBot,
  changeKey,
  seedBotWorld,
  startBotWorld,
} from '../support/bot.ts'
import { givePassword, type Login, login, withSession } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'

const hour = 3_600_000

for (const kind of databaseKinds) {
  describe(`contract 1 section 2.3: a bot logs in, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const usersOf = ({ acme }: BotWorld, { body }: Pick<Login, 'body'>) =>
      call(server, 'GET', `/api/account/${acme.id}/configuration/le-users/users`, {
        bearer: body.bearer,
      })

    test('it gets the answer that a user gets, member by member', async () => {
      const world = await seedBotWorld(server)
      const { acme, bot } = world
      await givePassword(server, acme.id, acme.users.admin.user.id)
      const byPassword = await login(server, acme.id, 'admin')
      const answer = await botLogin(world)
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(shapeOf(answer.body), shapeOf(byPassword.body))
      assert.deepEqual(answer.body['config'], {
        ...Object(byPassword.body['config']),
        loginName: 'bot',
        userId: String(bot.id),
        userPid: bot.pid,
      })
      assert.equal(answer.body['sessionTTl'], '28800000')
      assert.match(answer.headers.get('set-cookie') ?? '', /^Session_id=[0-9a-f]{64}; /)
    })

    test('the path of the gateway takes it as well', async () => {
      const world = await seedBotWorld(server)
      const url = `/auth/v1/accounts/${world.acme.id}/login?v=1.3`
      assert.equal((await call(server, 'POST', url, { body: botBody(world.key) })).status, 200)
    })

    test('the bearer does what the bot’s profile allows; refresh and logout work', async () => {
      const world = await seedBotWorld(server)
      const answer = await botLogin(world)
      assert.equal((await usersOf(world, answer)).status, 200)
      const { acme } = world
      assert.equal((await withSession(server, 'refresh', acme.id, answer)).status, 200)
      assert.equal((await usersOf(world, answer)).status, 200)
      assert.equal((await withSession(server, 'logout', acme.id, answer)).status, 200)
      assert.equal((await usersOf(world, answer)).status, 401)
    })

    test('no profile, no rights: the key’s own privileges do not count for the bot', async () => {
      const world = await seedBotWorld(server, {
        key: {
          privileges: [
            { data: 'user-login', type: 'Invoke' },
            { data: 'users', type: 'Write' },
          ],
        },
      })
      const { acme } = world
      await changeBot(world, { profileIds: [acme.profileIds.agent] })
      const answer = await botLogin(world)
      assert.equal(Object(answer.body['config']).isAdmin, false)
      const made = await call(
        server,
        'POST',
        `/api/account/${acme.id}/configuration/le-users/skills`,
        { bearer: answer.body.bearer, body: { name: 'x' } },
      )
      assert.equal(made.status, 403)
    })

    test('a signature is ignored, whether it is right, wrong or nonsense', async () => {
      const world = await seedBotWorld(server)
      const url = `/api/account/${world.acme.id}/login?v=1.3`
      const right = signFor(server, world.key, 'POST', url)
      for (const authorization of [
        right,
        right,
        right.replace(/oauth_signature="[^"]*"/, 'oauth_signature="x"'),
        'OAuth oauth_consumer_key="nobody"',
        'Bearer nonsense',
      ]) {
        assert.equal((await botLogin(world, {}, { headers: { authorization } })).status, 200)
      }
    })

    test('what ages with a password does not stop a bot', async () => {
      const world = await seedBotWorld(server, {
        settings: { loginPolicy: { expiresAfterDays: 30, inactiveAfterDays: 30 } },
      })
      await changeBot(world, { changePwdNextLogin: true, dateCreated: 0, lastPwdChangeDate: 1 })
      await givePassword(server, world.acme.id, world.bot.id, 'x', {
        changedAt: 1,
        mustChange: true,
      })
      assert.equal((await botLogin(world)).status, 200)
    })

    test('the login name is found however it is written; further members are ignored', async () => {
      const world = await seedBotWorld(server)
      for (const change of [{ username: 'BOT' }, { password: null, jwt: 'x', x: { y: 1 } }]) {
        assert.equal((await botLogin(world, change)).status, 200)
      }
    })

    test('the session, the audit and the use of the key name the key', async () => {
      const world = await seedBotWorld(server)
      const { acme, key, bot } = world
      await botLogin(world)
      const own = (
        await server.storage.read.sessions.list(acme.id, server.clock.now(), bot.id)
      ).find(({ method }) => method === 'api-key')
      assert.equal(own?.keyId, key.keyId)
      const audit = (await auditOf(world)).at(-1)
      assert.equal(audit?.action, 'Login')
      assert.equal(audit?.newValue, `${own?.id}; key ${key.keyId}`)
      assert.deepEqual([audit?.actor.loginName, audit?.actor.authType], ['bot', 'api-key'])
      await botLogin(world, { secret: 'x' })
      await botLogin(world, { appKey: 'nobody' })
      const uses = await usesOf(world, 3)
      assert.deepEqual(
        uses.map(({ keyId, kind, name, count, lastAddress }) => [
          keyId === key.keyId,
          ...[kind, name, count, lastAddress],
        ]),
        [
          [false, 'refusal', 'unknown_key', 1, '127.0.0.1'],
          [true, 'refusal', 'wrong_secret', 1, '127.0.0.1'],
          [true, 'use', 'user-login', 1, '127.0.0.1'],
        ],
      )
      assert.equal(uses.at(-1)?.lastAt, server.clock.now())
    })

    /** Uses are written each second: waits until there are as many. */
    async function usesOf({ acme }: BotWorld, many: number) {
      for (;;) {
        const uses = await server.storage.read.apiKeyUses.list(acme.id, { fromDay: 0 })
        if (uses.length >= many) {
          return uses.toSorted((a, b) => `${a.kind}${a.name}`.localeCompare(`${b.kind}${b.name}`))
        }
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }

    test('a session lasts no longer than its key, and the answer says so', async () => {
      const world = await seedBotWorld(server)
      await changeKey(world, { expiresAt: server.clock.now() + hour })
      const answer = await botLogin(world)
      assert.equal(answer.body['sessionTTl'], String(hour))
      assert.equal((await usersOf(world, answer)).status, 200)
      server.clock.advance(hour)
      assert.equal((await usersOf(world, answer)).status, 401)
    })

    test('a bot has as many sessions as a user may have: the oldest ends first', async () => {
      const world = await seedBotWorld(server, { settings: { sessions: { maxPerUser: 2 } } })
      const answers: Login[] = []
      for (let index = 0; index < 3; index += 1) {
        answers.push(await botLogin(world))
        server.clock.advance(1)
      }
      const statuses = []
      for (const answer of answers) statuses.push((await usersOf(world, answer)).status)
      assert.deepEqual(statuses, [401, 200, 200])
    })
  })

  describe(`contract 1 section 2.3: a bot’s addresses, on ${kind}`, () => {
    test('the ranges of its key and of its account both count, behind a trusted proxy', async (t) => {
      const world = await startBotWorld(kind, {
        environment: { WATCHWORD_TRUSTED_PROXIES: '127.0.0.1' },
        key: { ipRanges: ['192.0.2.0/24', '2001:db8::/32'] },
        settings: {
          accessRestrictions: {
            enabled: true,
            ranges: [
              { range: '192.0.2.1-192.0.2.9', description: '' },
              { range: '2001:db8:1::/48', description: '' },
            ],
          },
        },
      })
      t.after(() => world.server.stop())
      const cases = {
        '192.0.2.9': 200,
        '192.0.2.10': 401,
        '2001:db8:1::1': 200,
        '2001:db8:2::1': 401,
      }
      for (const [from, status] of Object.entries(cases)) {
        const headers = { 'x-forwarded-for': from }
        assert.equal((await botLogin(world, {}, { headers })).status, status, from)
      }
    })
  })
}

/** The names of all members, at every depth, and the types of their values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}
