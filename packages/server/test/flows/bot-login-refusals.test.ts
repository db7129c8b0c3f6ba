import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { rerollApiKey } from '#domain/api-keys/manage-keys.ts'
import {
  asking,
  auditOf,
  type BotWorld,
  botLogin,
  changeBot,
  changeKey,
  plainRefusal,
  seedBotWorld,
} from '../support/bot.ts'
import { countCrypto } from '../support/count-crypto.ts'
import { givePassword, type Login, login } from '../support/login.ts'
import { databaseKinds } from '../support/storages.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

type Failure = {
  readonly reason: string
  /** Makes the world such that the login fails. */
  prepare?(world: BotWorld): Promise<unknown>
  readonly change?: object
  /** The refusal is of no known key, so it names none. */
  readonly noKey?: true
}

/** Ways in which a bot's login may fail, each with its true reason. */
const failures: Readonly<Record<string, Failure>> = {
  'an unknown key': {
    reason: 'unknown_key, key_not_allowed',
    change: { appKey: 'x' },
    noKey: true,
  },
  'an empty key': { reason: 'unknown_key, key_not_allowed', change: { appKey: '' }, noKey: true },
  'a deleted key': {
    reason: 'unknown_key, key_not_allowed',
    prepare: (world) => changeKey(world, { deleted: true }),
    noKey: true,
  },
  'a wrong secret': { reason: 'wrong_secret', change: { secret: 'x'.repeat(64) } },
  'an empty secret': { reason: 'wrong_secret', change: { secret: '' } },
  'a secret of 10 kB': { reason: 'wrong_secret', change: { secret: 'x'.repeat(10_000) } },
  'a wrong access token': { reason: 'wrong_secret', change: { accessToken: 'x'.repeat(32) } },
  'a wrong access token secret': { reason: 'wrong_secret', change: { accessTokenSecret: 'x' } },
  'placeholders, as of an application': {
    reason: 'wrong_secret',
    change: { accessToken: 'dummy', accessTokenSecret: 'dummy' },
  },
  'a disabled key': {
    reason: 'key_disabled',
    prepare: (world) => changeKey(world, { enabled: false }),
  },
  'an expired key': {
    reason: 'key_expired',
    prepare: (world) => changeKey(world, { expiresAt: world.server.clock.now() }),
  },
  'an address outside the key’s ranges': {
    reason: 'key_address_not_allowed',
    prepare: (world) => changeKey(world, { ipRanges: ['198.51.100.0/24'] }),
  },
  'a key without User Login': {
    reason: 'key_without_user_login',
    prepare: (world) => changeKey(world, { privileges: [{ data: 'users', type: 'Write' }] }),
  },
  'an unknown user': { reason: 'unknown_login_name', change: { username: 'nobody' } },
  'a deleted user': {
    reason: 'unknown_login_name',
    prepare: (world) => changeBot(world, { deleted: true }),
  },
  'a disabled user': {
    reason: 'user_disabled',
    prepare: (world) => changeBot(world, { isEnabled: false }),
  },
  'a person, whatever key they name': {
    reason: 'not_an_api_user',
    prepare: (world) => changeBot(world, { isApiUser: false }),
  },
  'a person with a password': {
    reason: 'not_an_api_user, key_not_allowed',
    prepare: ({ server, acme }) => givePassword(server, acme.id, acme.users.admin.user.id),
    change: { username: 'admin' },
  },
  'a key of another bot': {
    reason: 'key_not_allowed',
    prepare: (world) => changeBot(world, { allowedAppKeys: 'another' }),
  },
  'an address outside the account’s list': {
    reason: 'address_not_allowed',
    prepare: ({ server, acme }) =>
      server.storage.write((tx) =>
        tx.accounts.update(acme.id, {
          settings: {
            accessRestrictions: {
              enabled: true,
              ranges: [{ range: '198.51.100.0/24', description: '' }],
            },
          },
        }),
      ),
  },
  'a blocked user with a wrong secret': {
    reason: 'wrong_secret',
    prepare: (world) => changeBot(world, { blocked: true }),
    change: { secret: 'x' },
  },
  'several reasons: all are kept': {
    reason: 'wrong_secret, key_disabled, unknown_login_name',
    prepare: (world) => changeKey(world, { enabled: false }),
    change: { secret: 'x', username: 'nobody' },
  },
}

/**
 * Whatever is wrong: two seals opened or made, six comparisons with secrets of a key, two with those of an
 * application, and one of the audit trail's seal.
 */
const work = { comparisons: 9, seals: 2 }

const refusal = {
  status: 401,
  time: '',
  message:
    'The login name or the key is wrong, or the key may not log this user in. The audit trail tells which.',
  internalCode: 10,
  responseStatus: 'UNAUTHORIZED',
}

for (const kind of databaseKinds) {
  describe(`contract 1 section 2.3: a bot that is refused, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const scenario = (
      name: string,
      run: (world: BotWorld, counted: ReturnType<typeof countCrypto>) => Promise<void>,
    ) =>
      test(name, async (t) => {
        const world = await seedBotWorld(server)
        const counted = countCrypto()
        t.after(() => counted.restore())
        await run(world, counted)
      })

    for (const [name, { reason, prepare, change, noKey }] of Object.entries(failures)) {
      scenario(
        `${name}: the common 401, the same work, the true reason`,
        async (world, counted) => {
          const { key } = world
          await prepare?.(world)
          // A change of the account makes its keys be derived anew, once and for whoever comes first.
          await botLogin(world, { secret: 'x', username: 'somebody' })
          counted.take()
          const answer = await botLogin(world, change)
          assert.deepEqual(plainRefusal(answer), refusal)
          assert.equal(answer.headers.get('set-cookie'), null)
          assert.deepEqual(counted.take(), work)
          const audit = (await auditOf(world)).at(-1)
          assert.equal(audit?.action, 'Refused')
          assert.equal(audit?.objectType, 'ACLoginObject')
          assert.equal(audit?.newValue, noKey ? reason : `${reason}; key ${key.keyId}`)
          assert.deepEqual(
            [audit?.actor.kind, audit?.actor.loginName, audit?.actor.address],
            ['stranger', '', '127.0.0.1'],
          )
        },
      )
    }

    scenario('a login that succeeds costs no other comparisons', async (world, counted) => {
      await botLogin(world)
      counted.take()
      assert.equal((await botLogin(world)).status, 200)
      assert.deepEqual(counted.take(), work)
    })

    scenario('another account’s key is an unknown one', async (world) => {
      const other = await seedBotWorld(server)
      assert.equal((await botLogin(other)).status, 200)
      await changeBot(world, { allowedAppKeys: other.key.keyId })
      assert.deepEqual(plainRefusal(await botLogin(world, {}, { key: other.key })), refusal)
      assert.equal((await auditOf(world)).at(-1)?.newValue, 'unknown_key, key_not_allowed')
      assert.deepEqual(plainRefusal(await botLogin(other, {}, { key: world.key })), refusal)
    })

    scenario('an unknown account is refused in the same words', async (world) => {
      for (const accountId of ['nobody', 'not-an-id', '%00']) {
        assert.deepEqual(plainRefusal(await botLogin(world, {}, { accountId })), refusal)
      }
    })

    scenario('a bot has no password, whatever it once had', async (world) => {
      const { acme, bot } = world
      await givePassword(server, acme.id, bot.id)
      assert.equal((await login(server, acme.id, 'bot')).status, 401)
      assert.equal((await auditOf(world)).at(-1)?.newValue, 'no_password')
    })

    scenario('a suspended account: 451, before anything is compared', async (world, counted) => {
      const { acme } = world
      await server.storage.write((tx) => tx.accounts.update(acme.id, { status: 'suspended' }))
      counted.take()
      for (const change of [{}, { secret: 'x' }]) {
        assert.equal((await botLogin(world, change)).status, 451)
      }
      assert.deepEqual(counted.take(), { comparisons: 0, seals: 0 })
    })

    scenario('a blocked bot: 451, but only with the right secrets', async (world) => {
      const { key } = world
      await changeBot(world, { blocked: true })
      assert.equal((await botLogin(world, { accessToken: 'x' })).status, 401)
      assert.equal((await botLogin(world)).status, 451)
      const audit = (await auditOf(world)).at(-1)
      assert.equal(audit?.newValue, `user_blocked; key ${key.keyId}`)
      assert.deepEqual([audit?.actor.loginName, audit?.actor.authType], ['bot', 'api-key'])
      await changeBot(world, { blocked: true, isEnabled: false })
      assert.equal((await botLogin(world)).status, 401)
    })

    scenario('a reroll: either set while they overlap, never a mixture', async (world, counted) => {
      const { key } = world
      const { secrets } = await rerollApiKey(server, asking(world), {
        keyId: key.keyId,
        revision: undefined,
        body: { overlapMinutes: 60 },
      })
      const renewed = { keyId: key.keyId, secrets }
      const tries: readonly (readonly [Promise<Login>, number])[] = [
        [botLogin(world), 200],
        [botLogin(world, {}, { key: renewed }), 200],
        [botLogin(world, { secret: secrets.appSecret }), 401],
        [botLogin(world, { accessToken: secrets.token }), 401],
        [botLogin(world, { accessTokenSecret: key.secrets.tokenSecret }, { key: renewed }), 401],
      ]
      for (const [answer, status] of tries) assert.equal((await answer).status, status)
      counted.take()
      await botLogin(world, { secret: 'x' })
      assert.deepEqual(counted.take(), work)
      server.clock.advance(60 * 60_000 - 1)
      assert.equal((await botLogin(world)).status, 200)
      server.clock.advance(1)
      assert.deepEqual(plainRefusal(await botLogin(world)), refusal)
      assert.equal((await botLogin(world, {}, { key: renewed })).status, 200)
    })
  })
}
