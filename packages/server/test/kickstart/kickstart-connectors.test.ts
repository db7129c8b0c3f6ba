import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openConnectorSecret } from '#domain/connectors/connector-secret.ts'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import { readKickstart } from '#domain/kickstart/read-kickstart.ts'
import { code, implicit } from '../connectors/support.ts'
import { accountId, kickstartPorts } from '../support/kickstart.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'

const acme = accountId('acme')
const generated = {
  name: 'generated',
  type: 2,
  configuration: {
    ...code.configuration,
    issuer: 'https://other.brand.example',
    clientSecret: undefined,
    tokenEndpointAuthMethod: 'client_secret_post',
  },
}

const file = (connectors: readonly unknown[]) =>
  readKickstart(JSON.stringify({ accounts: [{ id: 'acme', name: 'Acme', connectors }] }))

function faultsOf(run: () => unknown): readonly string[] {
  try {
    run()
  } catch (error) {
    if (error instanceof KickstartError) return error.faults
    throw error
  }
  return []
}

for (const kind of databaseKinds) {
  describe(`connectors of a kickstart file on ${kind}`, () => {
    async function open(t: { after(done: () => Promise<void>): void }) {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      return { database, storage, ports: kickstartPorts(storage) }
    }

    test('given values are taken as they are; a secret that is missing is generated and told', async (t) => {
      const { storage, ports } = await open(t)
      const applied = await applyKickstart(
        ports,
        file([{ ...code, id: 4711 }, generated, implicit]),
      )
      const [first, second, third] = applied.connectors
      const about = { accountId: acme, id: 4711, name: 'Brand code', clientId: 'watchword' }
      assert.deepEqual(first, { ...about, clientSecret: undefined })
      assert.match(second?.clientSecret ?? '', /^[0-9a-v]{32}$/)
      assert.ok(Number.isSafeInteger(second?.id) && (second?.id ?? 0) >= 10_000_000_000)
      assert.deepEqual([third?.clientId, third?.clientSecret], [undefined, undefined])
      for (const [id, secret] of [
        [4711, code.configuration.clientSecret],
        [second?.id ?? 0, second?.clientSecret],
      ] as const) {
        const stored = await storage.read.connectors.find(acme, id)
        const owner = { dataKeys: ports.dataKeys, accountId: acme, id }
        const opened = await openConnectorSecret(owner, stored?.sealedSecret)
        assert.equal(opened?.reveal(), secret)
      }
      // And the one for anonymous consumers.
      assert.equal(await storage.read.connectors.count(acme), 4)
    })

    test('it only creates: not what exists, was renamed, or was deleted', async (t) => {
      const { storage, ports } = await open(t)
      const entries = [{ ...code, id: 4711 }, implicit]
      const { connectors } = await applyKickstart(ports, file(entries))
      const derived = connectors[1]?.id ?? 0
      await storage.write(async (tx) => {
        const one = await tx.connectors.find(acme, 4711)
        const two = await tx.connectors.find(acme, derived)
        assert.ok(one && two)
        await tx.connectors.update(acme, { ...one, connector: { ...one.connector, name: 'new' } })
        const ended = { ...two.connector, deleted: true }
        await tx.connectors.update(acme, { connector: ended, sealedSecret: undefined })
      })
      const before = await storage.read.connectors.list(acme)
      assert.deepEqual((await applyKickstart(ports, file(entries))).connectors, [])
      assert.deepEqual(await storage.read.connectors.list(acme), before)
      const sameName = file([{ ...implicit, name: 'NEW' }])
      assert.deepEqual((await applyKickstart(ports, sameName)).connectors, [])
    })

    test('of four processes at once, one adds each', async (t) => {
      const { database, storage } = await open(t)
      const others = [storage, await database.open(), await database.open(), await database.open()]
      const kickstart = file([{ ...code, id: 4711 }, implicit])
      const applied = await Promise.all(
        others.map((each) => applyKickstart(kickstartPorts(each), kickstart)),
      )
      const made = applied.flatMap(({ connectors }) => connectors.map((one) => one.name))
      assert.deepEqual(made.toSorted(), ['Brand code', 'Brand login'])
      assert.equal(await storage.read.connectors.count(acme), 3)
    })

    test('faults name their place, and then nothing is made', async (t) => {
      const { storage, ports } = await open(t)
      const { issuer } = implicit.configuration
      const preferred = true
      const bad = [
        { ...implicit, configuration: { ...implicit.configuration, preferred } },
        { ...code, configuration: { ...code.configuration, issuer, preferred } },
        { name: 'weak', type: 1, configuration: { issuer: 'x', jwtPublicKey: 'nonsense' } },
        { name: 'http', type: 1, configuration: { issuer: 'y', jwksEndpoint: 'http://x.example' } },
      ]
      const error = await applyKickstart(ports, file(bad)).catch((reason: unknown) => reason)
      assert.ok(error instanceof KickstartError)
      assert.deepEqual(
        error.faults.map((fault) => fault.split(': ', 1)[0]?.replace('accounts[0].connectors', '')),
        [
          '[2].configuration.jwtPublicKey',
          '[3].configuration.jwksEndpoint',
          '[0].configuration.issuer',
          '[1].configuration.issuer',
          '[1].configuration.preferred',
        ],
      )
      assert.equal(await storage.read.accounts.find(acme), undefined)
      const many = Array.from({ length: 100 }, (_, index) => ({ name: `n${index}`, type: 0 }))
      const tooMany = await applyKickstart(ports, file(many)).catch((reason: unknown) => reason)
      assert.ok(tooMany instanceof KickstartError)
      assert.match(tooMany.faults.join(), /connectors: an account has at most 100, and this has 1$/)
    })
  })
}

test('the file is read with every fault of every connector', () => {
  const bad = [
    { name: '', type: 3, id: 0, extra: 1 },
    { type: 1, configuration: { prefered: true, algorithms: ['none'], clientSecret: 1 } },
    7,
  ]
  assert.deepEqual(
    faultsOf(() => file(bad)).map((fault) =>
      fault.split(': ', 1)[0]?.replace('accounts[0].connectors', ''),
    ),
    [
      ...['[0].extra', '[0].id', '[0].name', '[0].type', '[1].name', '[1].configuration.prefered'],
      ...['[1].configuration.algorithms[0]', '[1].configuration.clientSecret', '[2]'],
    ],
  )
  const twice = (change: object) => faultsOf(() => file([implicit, { ...code, ...change }]))
  assert.match(twice({ name: 'brand LOGIN' }).join(), /connectors\[1\]\.name: is named twice/)
  const ids = faultsOf(() =>
    file([
      { ...implicit, id: 1 },
      { ...code, id: '1' },
    ]),
  )
  assert.match(ids.join(), /connectors\[1\]\.id: is named twice/)
})
