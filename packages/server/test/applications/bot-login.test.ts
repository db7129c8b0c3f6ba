import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { randomUuid } from '#lib/random.ts'
import { pathOf } from '../config-objects/support.ts'
import { loginPrivilege, plainRefusal, seedBot, seedBotKey } from '../support/bot.ts'
import { countCrypto } from '../support/count-crypto.ts'
import type { Login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, startTestServer, type TestServer } from '../support/test-server.ts'
import { installations, seedApps, type Wire } from './support.ts'

for (const kind of databaseKinds) {
  describe(`contract 2 section 3.5: bots and applications on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    async function world(bound?: (app: Wire, keyId: string) => string) {
      const apps = await seedApps(server)
      const app = await apps.install()
      const key = await seedBotKey(server, apps.account, { privileges: [loginPrivilege] })
      const bot = await seedBot(server, apps.account, bound?.(app, key.keyId) ?? app.id)
      const url = `/api/account/${apps.account.id}/login?v=1.3`
      const login = async (change: object = {}) => {
        const body = {
          ...{ username: 'bot', appKey: app.id, secret: app.client_secret },
          ...{ accessToken: 'dummy', accessTokenSecret: 'dummy' },
          ...change,
        }
        const answer = await call(server, 'POST', url, { body })
        return { ...answer, body: (answer.body ?? {}) as Login['body'] }
      }
      const lobs = async (bearer: unknown) =>
        (await call(server, 'GET', pathOf(apps.account.id, 'lobs'), { bearer: String(bearer) }))
          .status
      return { ...apps, app, key, bot, login, lobs }
    }

    test('client id and secret with placeholders log a bot in, as an application', async () => {
      const { login, lobs, account, app, bot } = await world()
      const { status, body } = await login()
      assert.equal(status, 200)
      assert.match(String(body['bearer']), /^[0-9a-f]{64}$/)
      assert.equal(await lobs(body['bearer']), 200)
      const [session] = await server.storage.read.sessions.list(
        account.id,
        server.clock.now(),
        bot.id,
      )
      const own = (
        await server.storage.read.sessions.list(account.id, server.clock.now(), bot.id)
      ).find(({ method }) => method === 'application')
      assert.ok(session)
      assert.equal(own?.keyId, app.id)
      assert.equal((await login({ accessToken: '', accessTokenSecret: 'x' })).status, 200)
    })

    test('every refusal is the same, whatever is wrong', async () => {
      const { login, account, ask, app, install } = await world()
      const wrong = plainRefusal(await login({ secret: 'wrong' }))
      assert.equal(Object(wrong).status, 401)
      const same = async (change: object, name: string) =>
        assert.deepEqual(plainRefusal(await login(change)), wrong, name)
      await same({ appKey: randomUuid() }, 'an unknown id')
      await same({ secret: '' }, 'no secret')
      await same({ username: 'nobody' }, 'an unknown bot')
      await same({ username: 'agent' }, 'a person')
      const zenith = await seedApps(server)
      const theirs = await zenith.install()
      await same({ appKey: theirs.id, secret: theirs.client_secret }, 'of another account')
      const other = await install({ client_name: 'other' })
      await same({ appKey: other.id, secret: other.client_secret }, 'bound to another application')
      const put = (body: object) => ask('PUT', `/${app.id}`, { body })
      for (const body of [
        { grant_types: ['authorization_code'] },
        { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' },
        { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example/' },
        { token_endpoint_auth_method: null, enabled: false },
      ]) {
        assert.equal((await put(body)).status, 200)
        await same({}, JSON.stringify(body))
      }
      await put({ enabled: true })
      assert.equal((await login()).status, 200)
      await ask('DELETE', `/${app.id}`)
      await same({}, 'uninstalled')
      const trail = JSON.stringify(await server.storage.read.audit.chain(account.id, 1, 1000))
      for (const reason of [
        ...['wrong_secret', 'unknown_key', 'application_disabled', 'key_not_allowed'],
        'application_without_client_credentials',
      ]) {
        assert.ok(trail.includes(reason), reason)
      }
      assert.ok(!trail.includes(app.client_secret ?? '-'))
    })

    test('the work is the same, whatever is wrong, for applications, keys and neither', async () => {
      const { login, ask, app, key } = await world()
      // A change of the account makes its keys be derived anew, once and for whoever comes first.
      const warm = () => login({ secret: 'x', username: 'somebody' })
      await warm()
      const crypto = countCrypto()
      try {
        const cost = async (change: object = {}) => {
          const { status } = await login(change)
          return { status, ...crypto.take() }
        }
        crypto.take()
        const unknown = await cost({ appKey: randomUuid() })
        assert.deepEqual(unknown, { status: 401, comparisons: 9, seals: 2 })
        assert.deepEqual(await cost({ secret: 'wrong' }), unknown)
        assert.deepEqual(await cost({ appKey: key.keyId }), unknown)
        assert.deepEqual(await cost({ username: 'nobody' }), unknown)
        assert.deepEqual(await cost(), { ...unknown, status: 200 })
        await ask('PUT', `/${app.id}`, { body: { enabled: false } })
        await warm()
        crypto.take()
        assert.deepEqual(await cost(), unknown)
      } finally {
        crypto.restore()
      }
    })

    test('a bot of an API key may also come with an application; the key works as before', async () => {
      const { login, key } = await world((_app, keyId) => keyId)
      assert.equal((await login()).status, 200)
      const { secrets, keyId } = key
      const byKey = {
        ...{ appKey: keyId, secret: secrets.appSecret },
        ...{ accessToken: secrets.token, accessTokenSecret: secrets.tokenSecret },
      }
      assert.equal((await login(byKey)).status, 200)
      assert.equal((await login({ ...byKey, accessToken: 'dummy' })).status, 401)
    })

    const changes: readonly (readonly [string, 'ends' | 'stays', string, string, object?])[] = [
      ['switching it off', 'ends', 'PUT', '', { enabled: false }],
      ['uninstalling it', 'ends', 'DELETE', ''],
      ['taking client_credentials', 'ends', 'PUT', '', { grant_types: ['refresh_token'] }],
      ['a reroll without an overlap', 'ends', 'POST', '/reroll'],
      ['a reroll with an overlap', 'stays', 'POST', '/reroll', { overlapMinutes: 5 }],
      ['another description', 'stays', 'PUT', '', { description: 'x' }],
    ]
    for (const [name, outcome, method, path, body] of changes) {
      test(`${name}: the bot's session ${outcome}`, async () => {
        const { login, lobs, account, app } = await world()
        const bearer = (await login()).body['bearer']
        const url =
          path === ''
            ? `${installations(account.id)}/${app.id}`
            : `/api/account/${account.id}/watchword/applications/${app.id}${path}`
        const admin = account.users.admin.bearer
        const changed = await call(server, method, url, {
          bearer: admin,
          ...(body === undefined ? {} : { body }),
        })
        assert.equal(changed.status, 200)
        assert.equal(await lobs(bearer), outcome === 'ends' ? 401 : 200)
        assert.equal(await lobs(admin), 200)
      })
    }

    test('allowedAppKeys may name an installed application, not one of another account', async () => {
      const { account, app } = await world()
      const zenith = await seedApps(server)
      const theirs = await zenith.install()
      const path = pathOf(account.id, 'users')
      const { bearer } = account.users.admin
      const make = async (loginName: string, allowedAppKeys: string) =>
        call(server, 'POST', path, {
          bearer,
          body: {
            ...{
              loginName,
              fullName: loginName,
              nickname: loginName,
              email: `${loginName}@a.example`,
            },
            ...{ isApiUser: true, allowedAppKeys, profileIds: [account.profileIds.agent] },
            ...{ isEnabled: true, userTypeId: 2, memberOf: { agentGroupId: -1 } },
          },
        })
      const made = await make('bot-two', app.id)
      assert.equal(made.status, 201, made.text)
      const refused = await make('bot-three', theirs.id)
      assert.equal(refused.status, 400, refused.text)
      assert.match(refused.text, /allowedAppKeys: is not the keyId of an API key, or the client_id/)
    })
  })
}
