import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import { readKickstart } from '#domain/kickstart/read-kickstart.ts'
import { code } from '../connectors/support.ts'
import { someSkill } from '../contract/contract.ts'
import { accountId, kickstartPorts } from '../support/kickstart.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'

const acme = accountId('acme')
const brand = { ...code, id: 4711 }
const spring = {
  name: 'Spring',
  status: 1,
  expirationDate: '2027-01-01 00:00:00',
  engagements: [
    { id: 12, name: 'For customers', connectorId: 4711, entryPoints: ['sec://shop'] },
    { name: 'For everybody', allowUnauthMsg: true, weight: 0.5 },
  ],
}

const file = (campaigns: readonly unknown[], connectors: readonly unknown[] = [brand]) =>
  readKickstart(JSON.stringify({ accounts: [{ id: 'acme', name: 'Acme', connectors, campaigns }] }))

async function faultsOf(run: () => unknown): Promise<readonly string[]> {
  try {
    await run()
  } catch (error) {
    if (error instanceof KickstartError) {
      return error.faults.map((fault) => fault.replace('accounts[0].campaigns', ''))
    }
    throw error
  }
  return []
}

for (const kind of databaseKinds) {
  describe(`campaigns of a kickstart file on ${kind}`, () => {
    async function open(t: { after(done: () => Promise<void>): void }) {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      return { database, storage, ports: kickstartPorts(storage) }
    }

    test('campaigns and engagements are made, with the connectors of the same file', async (t) => {
      const { storage, ports } = await open(t)
      const applied = await applyKickstart(ports, file([{ ...spring, id: 7 }, { name: 'Empty' }]))
      const [first, second] = applied.campaigns
      assert.deepEqual([first?.id, first?.isNew, first?.engagements[0]?.id], [7, true, 12])
      assert.ok((second?.id ?? 0) >= 10_000_000_000)
      const [anonymous] = (await storage.read.connectors.list(acme)).filter(
        ({ connector }) => connector.type === 0,
      )
      const kept = await storage.read.engagements.list(acme, 7)
      assert.deepEqual(
        kept.map(({ name, connectorId, allowUnauthMsg }) => [name, connectorId, allowUnauthMsg]),
        [
          ['For customers', 4711, false],
          ['For everybody', anonymous?.connector.id, true],
        ],
      )
      const campaign = await storage.read.campaigns.find(acme, 7)
      assert.deepEqual([campaign?.isPublished, campaign?.endsAt], [true, Date.UTC(2027, 0, 1)])
    })

    test('it only creates: not what exists, was renamed, or was deleted; what is new is added', async (t) => {
      const { storage, ports } = await open(t)
      const autumn = { name: 'Autumn', engagements: [{ name: 'x', allowUnauthMsg: true }] }
      const entries = [spring, autumn]
      const { campaigns } = await applyKickstart(ports, file(entries))
      const [one, two] = campaigns.map(({ id }) => id)
      assert.ok(one && two)
      await storage.write(async (tx) => {
        const [renamed, gone] = [
          await tx.campaigns.find(acme, one),
          await tx.campaigns.find(acme, two),
        ]
        const [first, second] = await tx.engagements.list(acme, one)
        assert.ok(renamed && gone && first && second)
        await tx.campaigns.update(acme, { ...renamed, name: 'new' })
        await tx.campaigns.update(acme, { ...gone, deleted: true })
        await tx.engagements.update(acme, { ...first, name: 'new' })
        await tx.engagements.update(acme, { ...second, deleted: true })
      })
      const before = await storage.read.engagements.targets(acme)
      assert.deepEqual((await applyKickstart(ports, file(entries))).campaigns, [])
      assert.deepEqual(await storage.read.engagements.targets(acme), before)
      await storage.write((tx) => tx.skills.insert(acme, someSkill(900, 'Sales')))
      const more = { name: 'More', connectorId: 4711, skillId: 900 }
      const longer = { ...spring, engagements: [...spring.engagements, more] }
      const [added] = (await applyKickstart(ports, file([longer, autumn]))).campaigns
      assert.deepEqual([added?.id, added?.name, added?.isNew], [one, 'new', false])
      assert.deepEqual(
        added?.engagements.map(({ name }) => name),
        ['More'],
      )
    })

    test('of four processes at once, one adds each', async (t) => {
      const { database, storage } = await open(t)
      const others = [storage, await database.open(), await database.open(), await database.open()]
      const applied = await Promise.all(
        others.map((each) => applyKickstart(kickstartPorts(each), file([spring]))),
      )
      const made = applied.flatMap(({ campaigns }) => campaigns)
      assert.equal(made.filter(({ isNew }) => isNew).length, 1)
      const names = made.flatMap(({ engagements }) => engagements.map(({ name }) => name))
      assert.deepEqual(names.toSorted(), ['For customers', 'For everybody'])
      assert.equal((await storage.read.engagements.places(acme)).length, 2)
    })

    test('faults name their place, and then nothing is made', async (t) => {
      const { storage, ports } = await open(t)
      const bad = {
        name: 'bad',
        engagements: [
          { name: 'a', connectorId: 5 },
          { name: 'b', connectorId: 4711, allowUnauthMsg: true },
          { name: 'c', allowUnauthMsg: true, skillId: 7 },
          { name: 'd' },
        ],
      }
      const faults = await faultsOf(() => applyKickstart(ports, file([bad])))
      assert.deepEqual(
        faults.map((fault) => fault.split(': ', 1)[0]),
        ['connectorId', 'allowUnauthMsg', 'skillId', 'connectorId'].map(
          (member, index) => `[0].engagements[${index}].${member}`,
        ),
      )
      assert.equal(await storage.read.accounts.find(acme), undefined)
      const unclear = await faultsOf(() =>
        applyKickstart(ports, file([spring], [brand, { name: 'second', type: 0 }])),
      )
      assert.match(unclear.join(), /^\[0\]\.engagements\[1\]\.connectorId: .*several connectors/)
      const many = Array.from({ length: 11 }, (_, at) => ({
        name: `c${at}`,
        engagements: Array.from({ length: 100 }, (_, n) => ({
          name: `${n}`,
          allowUnauthMsg: true,
        })),
      }))
      const tooMany = await faultsOf(() => applyKickstart(ports, file(many)))
      assert.match(tooMany.join(), /^: an account has at most 1000 engagements, and this has 0$/)
    })
  })
}

test('the file is read with every fault of every campaign', async () => {
  const bad = [
    { name: '', status: 2, id: 0, goalId: 1, engagements: [{ weight: -1, viewErrors: 0 }, 7] },
    { name: 'x', startDate: 'soon', engagements: {} },
    { name: 'y', startDate: '2026-02-01 00:00:00', expirationDate: '2026-01-01 00:00:00' },
    7,
  ]
  const faults = await faultsOf(() => file(bad))
  assert.deepEqual(
    faults.map((fault) => fault.split(': ', 1)[0]),
    [
      ...['[0].goalId', '[0].id', '[0].name', '[0].status', '[0].engagements[0].viewErrors'],
      ...['[0].engagements[0].name', '[0].engagements[0].weight', '[0].engagements[1]'],
      ...['[1].startDate', '[1].engagements', '[2].expirationDate', '[3]'],
    ],
  )
  const twice = await faultsOf(() =>
    file([
      { id: 1, name: 'a', engagements: [{ id: 3, name: 'x' }, { name: 'X' }] },
      { id: '1', name: 'A', engagements: [{ id: 3, name: 'x' }] },
    ]),
  )
  assert.deepEqual(twice.toSorted(), [
    '[0].engagements[1].name: is named twice',
    '[1].engagements[0].id: is named twice',
    '[1].id: is named twice',
    '[1].name: is named twice',
  ])
})
