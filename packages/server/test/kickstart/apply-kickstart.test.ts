import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changeAccount } from '#domain/accounts/change-account.ts'
import { deleteAccount } from '#domain/accounts/delete-account.ts'
import { verifyChain } from '#domain/audit/verify-chain.ts'
import { applyKickstart } from '#domain/kickstart/apply-kickstart.ts'
import { demoAccountId, demoKickstart } from '#domain/kickstart/demo.ts'
import { KickstartError } from '#domain/kickstart/kickstart-error.ts'
import { accountId, kickstartPorts, kickstartUser } from '../support/kickstart.ts'
import { createTestDatabase, databaseKinds } from '../support/storages.ts'

const acme = accountId('acme')
const good = 'a Rather-long pass phrase 7'
const file = {
  accounts: [
    {
      id: 'acme',
      name: 'Acme',
      zone: 'eu',
      settings: { loginPolicy: { minLength: 20 }, timeZone: 'Europe/Berlin' },
      users: [
        kickstartUser('ada', { password: good }),
        kickstartUser('bo', { profiles: ['agent', 'Agent Manager'] }),
      ],
    },
  ],
}

for (const kind of databaseKinds) {
  describe(`applying a kickstart file on ${kind}`, () => {
    async function open(t: { after(done: () => Promise<void>): void }) {
      const database = await createTestDatabase(kind)
      t.after(() => database.remove())
      const storage = await database.open()
      return { database, storage, ports: kickstartPorts(storage) }
    }

    test('makes what is missing, with the defaults of the API', async (t) => {
      const { storage, ports } = await open(t)
      const applied = await applyKickstart(ports, file)
      assert.deepEqual(applied.accounts, ['acme'])
      const [ada, bo] = applied.users
      assert.deepEqual([ada?.loginName, ada?.password], ['ada', undefined])
      assert.match(bo?.password ?? '', /^.{24,}$/)
      const account = await storage.read.accounts.find(acme)
      assert.deepEqual([account?.zone, account?.settings.timeZone], ['eu', 'Europe/Berlin'])
      const [first, second] = await storage.read.users.list(acme)
      assert.equal(first?.isEnabled, true)
      assert.equal(first?.changePwdNextLogin, false)
      assert.equal(first?.userTypeId, 1)
      assert.equal(second?.memberOf?.agentGroupId, -1)
      assert.equal(second?.profileIds.length, 2)
      const credential = await storage.read.credentials.find(acme, first?.id ?? 0)
      assert.equal(await ports.passwords.verify(good, credential?.passwordHash ?? ''), true)
      assert.equal((await verifyChain(ports, acme)).ok, true)
      const filter = {
        from: undefined,
        to: undefined,
        objectTypes: undefined,
        actorLoginNames: undefined,
      }
      const trail = await storage.read.audit.query(
        acme,
        { ...filter, includeAutomatic: true, includeLpa: true },
        { limit: 100, offset: 0, order: [] },
      )
      assert.ok(trail.length >= 3)
      assert.ok(
        trail.every(({ actor }) => actor.kind === 'operator' && actor.authType === 'command'),
      )
    })

    test('a second time it does nothing, whatever the file says of what exists', async (t) => {
      const { storage, ports } = await open(t)
      await applyKickstart(ports, file)
      await changeAccount(ports, acme, { status: 'suspended' }, { by: 'command' })
      const before = await storage.read.users.list(acme)
      const other = structuredClone(file)
      const again = await applyKickstart(ports, {
        accounts: [
          {
            ...other.accounts[0],
            id: 'acme',
            name: 'Other',
            zone: 'us',
            users: [kickstartUser('ADA', { profiles: ['No Such'], password: 'x' })],
          },
        ],
      })
      assert.deepEqual(again, {
        accounts: [],
        users: [],
        apiKeys: [],
        applications: [],
        connectors: [],
        campaigns: [],
      })
      const account = await storage.read.accounts.find(acme)
      assert.deepEqual([account?.name, account?.zone, account?.status], ['Acme', 'eu', 'suspended'])
      assert.deepEqual(await storage.read.users.list(acme), before)
    })

    test('a deleted user and an erased account are not made again', async (t) => {
      const { storage, ports } = await open(t)
      await applyKickstart(ports, file)
      const bo = await storage.read.users.findByName(acme, 'bo')
      assert.ok(bo)
      await storage.write(async (tx) => {
        await tx.users.update(acme, { ...bo, deleted: true })
        await tx.userLinks.replace(acme, bo.id, [])
      })
      assert.deepEqual((await applyKickstart(ports, file)).users, [])
      assert.equal(await storage.read.users.findByName(acme, 'bo'), undefined)
      await deleteAccount(ports, acme)
      assert.deepEqual(await applyKickstart(ports, file), {
        accounts: [],
        users: [],
        apiKeys: [],
        applications: [],
        connectors: [],
        campaigns: [],
      })
      assert.equal(await storage.read.accounts.find(acme), undefined)
    })

    test('nothing at all is made if anything is wrong, and all of it is told', async (t) => {
      const { storage, ports } = await open(t)
      const bad = {
        accounts: [
          file.accounts[0] ?? { id: 'acme', name: '' },
          {
            id: 'other',
            name: 'Other',
            settings: {
              accessRestrictions: { ranges: [{ range: '10.0.0.0/99', description: '' }] },
              timeZone: 'Mars/Base',
            },
            users: [
              kickstartUser('a', { password: 'zq7Kw!x9' }),
              kickstartUser('b', { profiles: ['Agent', 'Wizard'] }),
              kickstartUser('c', { isApiUser: true }),
              kickstartUser('d', {
                profiles: ['Agent'],
                skillIds: [7],
                memberOf: { agentGroupId: 4 },
              }),
              kickstartUser('e', { profiles: [] }),
              kickstartUser('f', { isApiUser: true, allowedAppKeys: 'k', password: good }),
            ],
          },
        ],
      }
      const error = await applyKickstart(ports, bad).catch((reason: unknown) => reason)
      assert.ok(error instanceof KickstartError)
      assert.deepEqual(error.faults.map((fault) => fault.split(': ', 1)[0]).toSorted(), [
        'accounts[1].settings.accessRestrictions.ranges[0].range',
        'accounts[1].settings.timeZone',
        'accounts[1].users[0].password',
        'accounts[1].users[1].profiles[1]',
        'accounts[1].users[2].allowedAppKeys',
        'accounts[1].users[3].memberOf.agentGroupId',
        'accounts[1].users[3].skillIds[0]',
        'accounts[1].users[4].profiles',
        'accounts[1].users[5].allowedAppKeys',
        'accounts[1].users[5].password',
      ])
      assert.deepEqual(await storage.read.accounts.list(), [])
    })

    test('four processes at once make one account and each user once', async (t) => {
      const { database, storage } = await open(t)
      const others = [storage, await database.open(), await database.open(), await database.open()]
      const applied = await Promise.all(
        others.map((each) => applyKickstart(kickstartPorts(each), file)),
      )
      assert.deepEqual(
        applied.flatMap(({ accounts }) => accounts),
        ['acme'],
      )
      const made = applied.flatMap(({ users }) => users)
      assert.deepEqual(made.map(({ loginName }) => loginName).toSorted(), ['ada', 'bo'])
      assert.equal((await storage.read.users.list(acme, { includeDeleted: true })).length, 2)
      assert.equal((await storage.read.profiles.list(acme)).length, 4)
      const told = made.find(({ loginName }) => loginName === 'bo')?.password ?? ''
      const bo = await storage.read.users.findByName(acme, 'bo')
      const kept = await storage.read.credentials.find(acme, bo?.id ?? 0)
      const { passwords } = kickstartPorts(storage)
      assert.equal(await passwords.verify(told, kept?.passwordHash ?? ''), true)
      assert.equal((await verifyChain(kickstartPorts(storage), acme)).ok, true)
    })

    test('the demo has one user for each role, and no password that anybody could know', async (t) => {
      const { storage, ports } = await open(t)
      const { users } = await applyKickstart(ports, demoKickstart({ passwords: new Map() }))
      assert.deepEqual(
        users.map(({ loginName, profiles }) => [loginName, ...profiles]),
        [
          ['admin', 'Administrator'],
          ['manager', 'Agent Manager'],
          ['agent', 'Agent'],
          ['campaigner', 'Campaign Manager'],
        ],
      )
      assert.equal(new Set(users.map(({ password }) => password)).size, 4)
      const demo = accountId(demoAccountId)
      const manager = await storage.read.users.findByName(demo, 'manager')
      assert.deepEqual(
        manager?.managerOf.map(({ agentGroupId }) => agentGroupId),
        [-1],
      )
    })
  })
}
