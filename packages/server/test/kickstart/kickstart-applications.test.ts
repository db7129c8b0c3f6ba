import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readSecret } from '#domain/applications/application-secret.ts'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import { readKickstart } from '#domain/kickstart/read-kickstart.ts'
import { sha256Hex } from '#lib/digest.ts'
import { accountId, kickstartPorts, kickstartUser } from '../support/kickstart.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'

const acme = accountId('acme')
const clientId = '4f1c2f8e-6a0b-4c3d-9e8f-0a1b2c3d4e5f'
const given = { client_id: clientId, client_secret: 'a-secret-of-elsewhere' }
const web = {
  client_name: 'web',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://brand.example/cb'],
  first_party: true,
  own: { kept: [1] },
}

const file = (applications: readonly unknown[], users: readonly object[] = []) =>
  readKickstart(JSON.stringify({ accounts: [{ id: 'acme', name: 'Acme', applications, users }] }))

for (const kind of databaseKinds) {
  describe(`applications of a kickstart file on ${kind}`, () => {
    async function open(t: { after(done: () => Promise<void>): void }) {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      return { database, storage, ports: kickstartPorts(storage) }
    }

    test('given values are taken as they are; what is left out is generated and told', async (t) => {
      const { storage, ports } = await open(t)
      const bot = kickstartUser('bot', {
        ...{ profiles: ['Agent'], isApiUser: true, allowedAppKeys: clientId },
      })
      const { applications, users } = await applyKickstart(
        ports,
        file([{ ...web, ...given }, { client_name: 'connector' }], [bot]),
      )
      assert.equal(users.length, 1)
      const [first, second] = applications
      assert.deepEqual(first, {
        ...{ accountId: acme, clientId, clientName: 'web', clientSecret: undefined },
        redirectUris: web.redirect_uris,
      })
      assert.match(
        second?.clientId ?? '',
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
      assert.match(second?.clientSecret ?? '', /^[0-9a-v]{32}$/)
      const stored = await storage.read.applications.find(acme, clientId)
      assert.equal(stored?.secret?.hash, sha256Hex(given.client_secret))
      const owner = { dataKeys: ports.dataKeys, accountId: acme, id: clientId }
      assert.equal(await readSecret(owner, stored?.secret), given.client_secret)
      const { first_party: _, ...manifest } = web
      assert.deepEqual(stored?.application.manifest, manifest)
      assert.equal(stored?.application.firstParty, true)
    })

    test('it only creates: not what exists, was renamed, or was uninstalled', async (t) => {
      const { storage, ports } = await open(t)
      const entries = [{ ...web, ...given }, { client_name: 'connector' }]
      const { applications } = await applyKickstart(ports, file(entries))
      const generated = applications[1]?.clientId ?? ''
      await storage.write(async (tx) => {
        const one = await tx.applications.find(acme, clientId)
        const two = await tx.applications.find(acme, generated)
        assert.ok(one && two)
        const manifest = { client_name: 'renamed' }
        await tx.applications.update(acme, {
          ...one,
          application: { ...one.application, manifest },
        })
        const ended = { ...two.application, deleted: true }
        await tx.applications.update(acme, { ...two, application: ended, secret: undefined })
      })
      const before = await storage.read.applications.list(acme)
      const again = await applyKickstart(ports, file(entries))
      assert.deepEqual(again.applications, [])
      assert.deepEqual(await storage.read.applications.list(acme), before)
      const sameName = await applyKickstart(ports, file([{ client_name: 'Renamed' }]))
      assert.deepEqual(sameName.applications, [])
    })

    test('of four processes at once, one makes each', async (t) => {
      const { database, storage } = await open(t)
      const others = [storage, await database.open(), await database.open(), await database.open()]
      const kickstart = file([{ ...web, ...given }, { client_name: 'connector' }])
      const applied = await Promise.all(
        others.map((each) => applyKickstart(kickstartPorts(each), kickstart)),
      )
      const made = applied.flatMap(({ applications }) => applications.map((one) => one.clientName))
      assert.deepEqual(made.toSorted(), ['connector', 'web'])
      assert.equal(await storage.read.applications.count(acme), 2)
    })

    test('faults name their place, and then nothing is made', async (t) => {
      const { storage, ports } = await open(t)
      const many = Array.from({ length: 100 }, (_, index) => ({ client_name: `n${index}` }))
      await applyKickstart(ports, file(many))
      const error = await applyKickstart(ports, file([{ client_name: 'more' }])).catch(
        (reason: unknown) => reason,
      )
      assert.ok(error instanceof KickstartError)
      assert.deepEqual(error.faults, [
        'accounts[0].applications: an account has at most 100, and this has 100',
      ])
      assert.equal(await storage.read.applications.count(acme), 100)
    })
  })
}

test('the file is read with every fault of every application', () => {
  const bad = [
    { client_name: 'a', client_id: 'not-a-uuid', client_secret: 'short', redirect_uris: ['x:y'] },
    { client_name: 'a', client_id: clientId.toUpperCase() },
    7,
  ]
  assert.throws(
    () => file(bad),
    (error: unknown) => {
      assert.ok(error instanceof KickstartError)
      assert.deepEqual(
        error.faults.map((fault) => fault.split(': ', 1)[0]),
        [
          'accounts[0].applications[0].client_id',
          'accounts[0].applications[0].client_secret',
          'accounts[0].applications[0].redirect_uris[0]',
          'accounts[0].applications[1].client_id',
          'accounts[0].applications[2]',
        ],
      )
      return true
    },
  )
  assert.throws(
    () => file([{ client_name: 'A' }, { client_name: 'a' }]),
    /client_name: is named twice/,
  )
  const twins = [
    { client_name: 'a', client_id: clientId },
    { client_name: 'b', client_id: clientId },
  ]
  assert.throws(() => file(twins), /applications\[1\]\.client_id: is named twice/)
})
