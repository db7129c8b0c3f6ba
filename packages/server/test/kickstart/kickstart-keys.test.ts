import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openSecrets } from '#domain/api-keys/seal-secrets.ts'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import { accountId, kickstartPorts, kickstartUser } from '../support/kickstart.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'

const acme = accountId('acme')
const privileges = [{ data: 'user-login', type: 'Invoke' as const }]
const given = {
  keyId: 'orders-of-old',
  appSecret: 'given-app-secret-1',
  token: 'given-token',
  tokenSecret: 'given-token-secret-1',
}
const file = (apiKeys: readonly object[], users: readonly object[] = []) => ({
  accounts: [
    { id: 'acme', name: 'Acme', apiKeys, users } as unknown as Parameters<
      typeof applyKickstart
    >[1]['accounts'][number],
  ],
})

for (const kind of databaseKinds) {
  describe(`API keys of a kickstart file on ${kind}`, () => {
    async function open(t: { after(done: () => Promise<void>): void }) {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      const ports = kickstartPorts(storage)
      const secretsOf = async (keyId: string) => {
        const stored = await storage.read.apiKeys.find(acme, keyId)
        assert.ok(stored)
        return openSecrets(ports.dataKeys, acme, keyId, stored.sealedSecrets)
      }
      return { database, storage, ports, secretsOf }
    }

    test('given values are taken as they are; what is left out is generated and told', async (t) => {
      const { ports, secretsOf } = await open(t)
      const own = { appName: 'generated', privileges, ipRanges: ['10.0.0.0/8'] }
      const mixed = { appName: 'mixed', privileges, keyId: 'mixed-key', appSecret: 'x'.repeat(16) }
      const bot = kickstartUser('bot', {
        ...{ profiles: ['Agent'], isApiUser: true, allowedAppKeys: given.keyId },
      })
      const { apiKeys, users } = await applyKickstart(
        ports,
        file([{ appName: 'orders', privileges, ...given }, own, mixed], [bot]),
      )
      assert.equal(users.length, 1)
      const [first, second, third] = apiKeys
      assert.deepEqual([first?.keyId, first?.generated], [given.keyId, {}])
      const { keyId: _, ...secrets } = given
      assert.deepEqual(await secretsOf(given.keyId), secrets)
      assert.match(second?.keyId ?? '', /^[0-9a-f]{32}$/)
      assert.deepEqual(await secretsOf(second?.keyId ?? ''), second?.generated)
      assert.deepEqual(Object.keys(third?.generated ?? {}).toSorted(), ['token', 'tokenSecret'])
    })

    test('it only creates: not what exists, was renamed, or was deleted', async (t) => {
      const { ports, storage } = await open(t)
      const entries = [
        { appName: 'orders', privileges, ...given },
        { appName: 'billing', privileges },
      ]
      const { apiKeys } = await applyKickstart(ports, file(entries))
      const [, billing] = apiKeys
      const stored = await storage.read.apiKeys.find(acme, billing?.keyId ?? '')
      const orders = await storage.read.apiKeys.find(acme, given.keyId)
      assert.ok(stored && orders)
      await storage.write(async (tx) => {
        await tx.apiKeys.update(acme, { ...stored, key: { ...stored.key, appName: 'renamed' } })
        const ended = { ...orders.key, deleted: true }
        await tx.apiKeys.update(acme, { ...orders, key: ended, sealedSecrets: '' })
      })
      const before = await storage.read.apiKeys.list(acme, { includeDeleted: true })
      const again = await applyKickstart(ports, file(entries))
      assert.deepEqual(again.apiKeys, [])
      assert.deepEqual(await storage.read.apiKeys.list(acme, { includeDeleted: true }), before)
      const more = await applyKickstart(ports, file([...entries, { appName: 'new', privileges }]))
      assert.deepEqual(
        more.apiKeys.map(({ appName }) => appName),
        ['new'],
      )
    })

    test('of four processes at once, one makes each key', async (t) => {
      const { database, storage } = await open(t)
      const others = [storage, await database.open(), await database.open(), await database.open()]
      const entries = [
        { appName: 'orders', privileges, ...given },
        { appName: 'billing', privileges },
      ]
      const applied = await Promise.all(
        others.map((each) => applyKickstart(kickstartPorts(each), file(entries))),
      )
      const made = applied.flatMap(({ apiKeys }) => apiKeys.map(({ appName }) => appName))
      assert.deepEqual(made.toSorted(), ['billing', 'orders'])
      assert.equal(await storage.read.apiKeys.count(acme), 2)
    })

    test('faults name their place, and then nothing is made', async (t) => {
      const { ports, storage } = await open(t)
      const many = Array.from({ length: 100 }, (_, index) => ({ appName: `k${index}`, privileges }))
      const bad = [{ appName: 'a', privileges, ipRanges: ['10.0.0.0/99'] }, ...many]
      const error = await applyKickstart(ports, file(bad)).catch((reason: unknown) => reason)
      assert.ok(error instanceof KickstartError)
      assert.deepEqual(
        error.faults.map((fault) => fault.split(': ', 1)[0]),
        ['accounts[0].apiKeys', 'accounts[0].apiKeys[0].ipRanges[0]'],
      )
      assert.equal(await storage.read.accounts.find(acme), undefined)
      const bot = kickstartUser('bot', {
        ...{ profiles: ['Agent'], isApiUser: true, allowedAppKeys: 'no-such-key' },
      })
      const unknown = await applyKickstart(ports, file([], [bot])).catch(
        (reason: unknown) => reason,
      )
      assert.match(String(unknown), /users\[0\]\.allowedAppKeys/)
    })
  })
}
