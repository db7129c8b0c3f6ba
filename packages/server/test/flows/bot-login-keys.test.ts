import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deleteApiKey, rerollApiKey, updateApiKey } from '#domain/api-keys/manage-keys.ts'
import { createDataKeys } from '#domain/sealing/data-keys.ts'
import { Secret } from '#lib/secret.ts'
import { openPostgres } from '#storage/postgres/open-postgres.ts'
import { seedKey } from '../api-keys/support.ts'
import { fieldsOf, pathOf, userBody } from '../config-objects/support.ts'
import {
  asking,
  auditOf,
  type BotWorld,
  botLogin,
  loginPrivilege,
  seedBotWorld,
} from '../support/bot.ts'
import { databaseKinds } from '../support/storages.ts'
import { call, fixedMasterKeys, startTestServer, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

type KeyPorts = Parameters<typeof updateApiKey>[0]

/** Changes of a key, and whether they end what was opened with it. */
const changes: Readonly<
  Record<
    string,
    { readonly ends: boolean; run(ports: KeyPorts, world: BotWorld): Promise<unknown> }
  >
> = {
  'disabling it': { ends: true, run: edit({ enabled: false }) },
  'deleting it': {
    ends: true,
    run: (ports, world) => deleteApiKey(ports, asking(world), target(world)),
  },
  'taking User Login': { ends: true, run: edit({ privileges: [{ data: 'users', type: 'Read' }] }) },
  'other IP ranges': { ends: true, run: edit({ ipRanges: ['10.0.0.0/8'] }) },
  'an expiry': { ends: true, run: edit({ expirationTime: Date.UTC(2026, 5, 1) }) },
  'a reroll without an overlap': { ends: true, run: reroll(0) },
  'a reroll with an overlap': { ends: false, run: reroll(10) },
  'a new name': { ends: false, run: edit({ appName: 'other' }) },
  'one more privilege': {
    ends: false,
    run: edit({ privileges: [loginPrivilege, { data: 'users', type: 'Read' }] }),
  },
}

function edit(body: object) {
  return (ports: KeyPorts, world: BotWorld) =>
    updateApiKey(ports, asking(world), { ...target(world), body })
}

function reroll(overlapMinutes: number) {
  return (ports: KeyPorts, world: BotWorld) =>
    rerollApiKey(ports, asking(world), { ...target(world), body: { overlapMinutes } })
}

function target({ key }: BotWorld) {
  return { keyId: key.keyId, revision: undefined }
}

for (const kind of databaseKinds) {
  describe(`what a key opened ends with it, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    const lobs = async ({ acme }: BotWorld, bearer: string) =>
      (await call(server, 'GET', pathOf(acme.id, 'lobs'), { bearer })).status

    for (const [name, { ends, run }] of Object.entries(changes)) {
      test(`${name}: ${ends ? 'its sessions end at once, no others' : 'nothing ends'}`, async () => {
        const [world, other] = [await seedBotWorld(server), await seedBotWorld(server)]
        const { bearer } = (await botLogin(world)).body
        const theirs = (await botLogin(other)).body.bearer
        assert.equal(await lobs(world, bearer), 200)
        await run(server, world)
        assert.equal(await lobs(world, bearer), ends ? 401 : 200)
        assert.equal(await lobs(other, theirs), 200)
        assert.equal(await lobs(world, world.acme.users.admin.bearer), 200)
        const told = (await auditOf(world)).filter(({ element }) => element === 'sessions')
        assert.deepEqual(
          told.map(({ action, objectId, newValue }) => [action, objectId, newValue]),
          ends ? [['Other', world.key.keyId, 'ended: 1']] : [],
        )
      })
    }

    test('a change that ends nothing for want of sessions says nothing of them', async () => {
      const world = await seedBotWorld(server)
      await edit({ enabled: false })(server, world)
      const told = await auditOf(world)
      assert.deepEqual(
        told.map(({ element }) => element),
        ['N/A', 'enabled'],
      )
    })

    test('what was opened with the secrets of before a reroll ends with them', async () => {
      const world = await seedBotWorld(server)
      await reroll(10)(server, world)
      const { body } = await botLogin(world)
      assert.equal(body['sessionTTl'], String(10 * 60_000))
    })

    test('logins and the end of their key at once: no session is left', async () => {
      const world = await seedBotWorld(server)
      const logins = Array.from({ length: 8 }, () => botLogin(world))
      await edit({ enabled: false })(server, world)
      for (const { status, body } of await Promise.all(logins)) {
        if (status === 200) assert.equal(await lobs(world, body.bearer), 401)
      }
      const left = await server.storage.read.sessions.list(world.acme.id, 0, world.bot.id)
      assert.deepEqual(
        left.filter(({ method }) => method === 'api-key'),
        [],
      )
    })

    test('a key that is disabled and enabled logs in again, and the old bearer stays refused', async () => {
      const world = await seedBotWorld(server)
      const { bearer } = (await botLogin(world)).body
      await edit({ enabled: false })(server, world)
      assert.equal((await botLogin(world)).status, 401)
      await edit({ enabled: true })(server, world)
      assert.equal((await botLogin(world)).status, 200)
      assert.equal(await lobs(world, bearer), 401)
    })

    test('another key for the bot, or none, ends its sessions', async () => {
      const world = await seedBotWorld(server)
      const { acme, bot } = world
      const second = await seedKey(server, acme.id, { privileges: [loginPrivilege] })
      const { bearer: admin } = acme.users.admin
      const users = pathOf(acme.id, 'users')
      const read = await call(server, 'GET', `${users}/${bot.id}`, { bearer: admin })
      const write = (change: object) =>
        call(server, 'PUT', `${users}/${bot.id}`, {
          bearer: admin,
          body: { ...Object(read.body), ...change },
        })
      const { bearer } = (await botLogin(world)).body
      assert.equal((await write({ nickname: 'Robo' })).status, 200)
      assert.equal(await lobs(world, bearer), 200)
      assert.equal((await write({ allowedAppKeys: second.keyId })).status, 200)
      assert.equal(await lobs(world, bearer), 401)
      assert.equal((await botLogin(world)).status, 401)
      const again = (await botLogin(world, {}, { key: second })).body.bearer
      assert.equal((await write({ isEnabled: false })).status, 200)
      assert.equal(await lobs(world, again), 401)
    })

    if (kind === 'postgres') {
      test('another process ends them within a second', async () => {
        const world = await seedBotWorld(server)
        const { bearer } = (await botLogin(world)).body
        assert.equal(await lobs(world, bearer), 200)
        const storage = await openPostgres({ url: new Secret(server.url) })
        try {
          const dataKeys = createDataKeys({ storage, masterKeys: fixedMasterKeys() })
          await edit({ enabled: false })({ ...server, storage, dataKeys }, world)
          await until(async () => (await lobs(world, bearer)) === 401, 1000)
          assert.equal((await botLogin(world)).status, 401)
          assert.match((await auditOf(world)).at(-1)?.newValue ?? '', /^key_disabled/)
        } finally {
          await storage.close()
        }
      })
    }
  })

  describe(`section 4.3: allowedAppKeys, on ${kind}`, () => {
    let server: TestServer
    before(async () => {
      server = await startTestServer(kind)
    })
    after(() => server.stop())

    test('it names a key of the account that was not deleted', async () => {
      const world = await seedBotWorld(server)
      const { acme } = world
      const other = await seedBotWorld(server)
      const gone = await seedKey(server, acme.id)
      const disabled = await seedKey(server, acme.id, { enabled: false })
      await deleteApiKey(server, asking(world), { keyId: gone.keyId, revision: undefined })
      const make = (loginName: string, allowedAppKeys: string) =>
        call(server, 'POST', pathOf(acme.id, 'users'), {
          bearer: acme.users.admin.bearer,
          body: [
            userBody(acme, loginName, {
              ...{ isApiUser: true, userTypeId: 2, passwordSh: null, allowedAppKeys },
            }),
          ],
        })
      for (const keyId of ['nobody', gone.keyId, other.key.keyId, '\ud800', 'a\u0000b']) {
        const refused = await make('bot-x', keyId)
        assert.equal(refused.status, 400, keyId)
        assert.match(fieldsOf(refused).join(), /^\[0\]\.allowedAppKeys: /)
      }
      assert.deepEqual(fieldsOf(await make('bot-x', gone.keyId)), [
        '[0].allowedAppKeys: is not the keyId of an API key, or the client_id of an application, of this account',
      ])
      for (const keyId of [world.key.keyId, disabled.keyId]) {
        assert.equal((await make(`bot-${keyId.slice(0, 6)}`, keyId)).status, 201)
      }
    })

    test('a bot whose key is gone can be written back as it was read', async () => {
      const world = await seedBotWorld(server)
      const { acme, bot } = world
      await deleteApiKey(server, asking(world), target(world))
      const url = `${pathOf(acme.id, 'users')}/${bot.id}`
      const { bearer } = acme.users.admin
      const { body } = await call(server, 'GET', url, { bearer })
      assert.equal((await call(server, 'PUT', url, { bearer, body })).status, 200)
    })
  })
}
