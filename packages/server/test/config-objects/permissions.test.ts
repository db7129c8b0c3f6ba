import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { defaultPackages } from '@watchword/protocol/api/permission-packages.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { callsOf, fieldsOf, plain, userBody, type Wire, wireOf, wiresOf } from './support.ts'

const ids = { north: 101, northBelow: 102, south: 103 }
const extra = { manager: 201, rich: 202, profilesOnly: 203, skillsOnly: 204, groupsOnly: 205 }

for (const database of databaseKinds) {
  describe(`contract 1 sections 4.5 and 5: who may do what, on ${database}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let admin: ReturnType<typeof callsOf>
    const as = (bearer: string, kind = 'users') => callsOf(server, 'acme', kind, bearer)

    before(async () => {
      server = await startTestServer(database)
      acme = await seedAccount(server, 'acme')
      admin = as(acme.users.admin.bearer)
      await seedGroups()
      const own = defaultPackages(3)
      await seedProfile(extra.manager, 3, [...own, 30004, 30005, 30006])
      await seedProfile(extra.rich, 3, [...own, 30004, 30005, 30006, 30008, 30012])
      await seedProfile(extra.profilesOnly, 1, [10000, 10002])
      await seedProfile(extra.skillsOnly, 1, [10000, 10003])
      await seedProfile(extra.groupsOnly, 1, [10000, 10004])
    })
    after(() => server.stop())

    async function seedGroups() {
      const parents = { [ids.north]: -1, [ids.northBelow]: ids.north, [ids.south]: -1 }
      await server.storage.write(async (tx) => {
        for (const [id, parentGroupId] of Object.entries(parents)) {
          await tx.agentGroups.insert(acme.id, {
            ...{ id: Number(id), deleted: false, name: `group ${id}`, description: '' },
            ...{ parentGroupId, isEnabled: true, dateUpdated: 0 },
          })
        }
      })
    }

    async function seedProfile(id: number, roleTypeId: number, enabledPackages: readonly number[]) {
      await server.storage.write((tx) =>
        tx.profiles.insert(acme.id, {
          ...{ id, deleted: false, name: `profile ${id}`, description: '', roleTypeId },
          ...{ enabledPackages, permissions: [], isAssignedToLPA: false, dateUpdated: 0 },
        }),
      )
    }

    let nextId = 500
    async function person(given: {
      profileIds: readonly number[]
      memberOf?: number
      managerOf?: readonly number[]
    }) {
      nextId += 1
      const assigned = (agentGroupId: number) => ({ agentGroupId, assignmentDate: 0 })
      return seedUser(server, acme.id, {
        id: nextId,
        loginName: `person-${nextId}`,
        profileIds: given.profileIds,
        memberOf: given.memberOf === undefined ? undefined : assigned(given.memberOf),
        managerOf: (given.managerOf ?? []).map(assigned),
      })
    }
    const manager = (profileId: number = extra.manager, groups: readonly number[] = [ids.north]) =>
      person({ profileIds: [profileId], managerOf: groups })
    const agentIn = (group: number) =>
      person({ profileIds: [acme.profileIds.agent], memberOf: group })
    const wireOfUser = async (id: number): Promise<Wire> => wireOf(await admin.get(`/${id}`))

    test('reads: administrators see all, managers their tree, others themselves', async () => {
      const boss = await manager()
      const below = await agentIn(ids.northBelow)
      const elsewhere = await agentIn(ids.south)
      const calls = as(boss.bearer)
      const seen = wiresOf(await calls.get()).map(({ id }) => id)
      assert.ok(seen.includes(boss.user.id) && seen.includes(below.user.id))
      assert.ok(!seen.includes(elsewhere.user.id) && !seen.includes(acme.users.admin.user.id))
      assert.equal((await calls.get(`/${below.user.id}`)).status, 200)
      const hidden = await calls.get(`/${elsewhere.user.id}`)
      assert.deepEqual(plain(hidden), plain(await calls.get('/999999')))
      const alone = as(below.bearer)
      assert.deepEqual(
        wiresOf(await alone.get()).map(({ id }) => id),
        [below.user.id],
      )
      assert.equal((await alone.get(`/${boss.user.id}`)).status, 404)
    })

    test('reads: without 30004 a manager does not see other managers', async () => {
      const boss = await manager(acme.profileIds.manager)
      const peer = await manager(extra.manager, [ids.northBelow])
      assert.equal((await as(boss.bearer).get(`/${peer.user.id}`)).status, 404)
      const both = await manager(extra.manager)
      assert.equal((await as(both.bearer).get(`/${peer.user.id}`)).status, 200)
    })

    test('whom a manager of one group may edit, reset and delete', async () => {
      const boss = await manager()
      const agent = acme.profileIds.agent
      const cases: readonly (readonly [string, Awaited<ReturnType<typeof person>>, number])[] = [
        ['an agent of the group', await agentIn(ids.north), 200],
        ['an agent below it', await agentIn(ids.northBelow), 200],
        ['an agent elsewhere', await agentIn(ids.south), 404],
        ['an agent above', await agentIn(-1), 404],
        ['a manager of a group below', await manager(extra.manager, [ids.northBelow]), 200],
        ['a manager of the same group', await manager(), 200],
        ['a manager with more packages', await manager(extra.rich), 403],
        [
          'a manager of another group too',
          await manager(extra.manager, [ids.north, ids.south]),
          403,
        ],
        [
          'an agent who is an administrator too',
          await person({ profileIds: [agent, acme.profileIds.admin], memberOf: ids.north }),
          403,
        ],
        [
          'an agent who is a campaign manager too',
          await person({ profileIds: [agent, acme.profileIds.campaigner], memberOf: ids.north }),
          403,
        ],
        ['an administrator', acme.users.admin, 404],
      ]
      const calls = as(boss.bearer)
      for (const [label, { user }, status] of cases) {
        const wire = await wireOfUser(user.id)
        const edited = await calls.put(`/${user.id}`, { ...wire, nickname: 'by the manager' })
        assert.equal(edited.status, status, `edit ${label}`)
        const reset = { newPassword: 'a password of the manager' }
        assert.equal(
          (await calls.put(`/${user.id}/resetPassword`, reset)).status,
          status,
          `reset ${label}`,
        )
        assert.equal((await calls.put('', [wire])).status, status, `bulk ${label}`)
        assert.equal((await calls.remove(`/${user.id}`)).status, status, `delete ${label}`)
      }
    })

    test('nobody widens rights: what a manager may not make of others, or of themself', async () => {
      const boss = await manager()
      const calls = as(boss.bearer)
      const agent = await agentIn(ids.north)
      const wire = await wireOfUser(agent.user.id)
      const { admin: administrator, campaigner } = acme.profileIds
      const managing = { managerOf: [{ agentGroupId: ids.north }] }
      const attempts: readonly (readonly [string, object])[] = [
        ['an administrator', { profileIds: [administrator] }],
        ['an administrator besides', { profileIds: [...agent.user.profileIds, administrator] }],
        ['a campaign manager', { profileIds: [campaigner] }],
        ['a manager with more packages', { profileIds: [extra.rich], ...managing }],
        ['an agent elsewhere', { memberOf: { agentGroupId: ids.south } }],
        ['an agent above', { memberOf: null }],
        ['a manager elsewhere', { profileIds: [extra.manager], managerOf: [{ agentGroupId: -1 }] }],
        ['a manager of nothing', { profileIds: [extra.manager], managerOf: [] }],
        ['an API user', { isApiUser: true, allowedAppKeys: 'key' }],
      ]
      for (const [label, change] of attempts) {
        const changed = await calls.put(`/${wire.id}`, { ...wire, ...change })
        assert.equal(changed.status, 403, `change into ${label}`)
        const created = await calls.post(
          '',
          userBody(acme, `new ${label}`, {
            memberOf: wire['memberOf'],
            ...change,
            ...('isApiUser' in change ? { passwordSh: null } : {}),
          }),
        )
        assert.equal(created.status, 403, `create ${label}: ${created.text}`)
      }
      assert.deepEqual(await wireOfUser(wire.id), wire)
      const self = await wireOfUser(boss.user.id)
      for (const change of [
        { profileIds: [extra.rich] },
        { profileIds: [extra.manager, administrator] },
        { managerOf: [{ agentGroupId: -1 }] },
        { isEnabled: false },
      ]) {
        assert.equal((await calls.put(`/${self.id}`, { ...self, ...change })).status, 403)
      }
      assert.equal((await calls.remove(`/${self.id}`)).status, 403)
      assert.equal(
        (await calls.put(`/${self.id}/resetPassword`, { newPassword: 'x'.repeat(20) })).status,
        403,
      )
      const made = await calls.post(
        '',
        userBody(acme, 'lawful', { memberOf: { agentGroupId: ids.northBelow } }),
      )
      assert.equal(made.status, 201, made.text)
    })

    test('of themselves people change nickname, full name and password', async () => {
      const { user, bearer } = await agentIn(ids.south)
      const calls = as(bearer)
      const wire = await wireOfUser(user.id)
      const own = await calls.put(`/${user.id}`, { ...wire, nickname: 'me', fullName: 'My Name' })
      assert.equal(own.status, 200, own.text)
      const stored = await server.storage.read.users.find(acme.id, user.id)
      assert.deepEqual([stored?.nickname, stored?.fullName], ['me', 'My Name'])
      for (const [field, value] of Object.entries({
        email: 'other@example.com',
        maxChats: 30,
        memberOf: { agentGroupId: ids.north },
        skillIds: [1],
        isEnabled: false,
        employeeId: 'X',
        userTypeId: 2,
        isApiUser: true,
        profileIds: [acme.profileIds.admin],
      })) {
        const answer = await calls.put(`/${user.id}`, { ...wire, [field]: value })
        assert.equal(answer.status, 403, field)
        assert.equal(fieldsOf(answer)[0]?.startsWith(`${field}: `), true, field)
      }
      const renamed = await calls.put(`/${user.id}`, { ...wire, loginName: 'other' })
      assert.equal(renamed.status, 400)
    })

    test('so do those who are no agents, and they still join no group and manage none', async () => {
      const { profileIds } = acme
      for (const { user, bearer } of [
        await person({ profileIds: [profileIds.campaigner] }),
        await person({ profileIds: [profileIds.manager], managerOf: [ids.north] }),
        await person({ profileIds: [extra.skillsOnly] }),
      ]) {
        const calls = as(bearer)
        const wire = await wireOfUser(user.id)
        const before = await server.storage.read.users.find(acme.id, user.id)
        const own = await calls.put(`/${user.id}`, { ...wire, nickname: 'me' })
        assert.equal(own.status, 200, own.text)
        const after = await server.storage.read.users.find(acme.id, user.id)
        assert.deepEqual(after, { ...before, nickname: 'me', dateUpdated: after?.dateUpdated })
        for (const [field, value] of [
          ['memberOf', { agentGroupId: -1 }],
          ['managerOf', [{ agentGroupId: -1 }]],
          ['skillIds', [1]],
        ] as const) {
          const answer = await calls.put(`/${user.id}`, { ...wire, [field]: value })
          assert.equal(answer.status, 403, field)
          assert.deepEqual(fieldsOf(answer), [`${field}: only an administrator changes this`])
        }
      }
    })

    test('what each package lets its holder create', async () => {
      const holders = {
        admin: acme.users.admin.bearer,
        campaigner: acme.users.campaigner.bearer,
        manager: (await manager()).bearer,
        plainManager: (await manager(acme.profileIds.manager)).bearer,
        agent: acme.users.agent.bearer,
        profilesOnly: (await person({ profileIds: [extra.profilesOnly] })).bearer,
        skillsOnly: (await person({ profileIds: [extra.skillsOnly] })).bearer,
        groupsOnly: (await person({ profileIds: [extra.groupsOnly] })).bearer,
      }
      type Holder = keyof typeof holders
      const rows: readonly (readonly [string, (name: string) => object, readonly Holder[]])[] = [
        [
          'users',
          (name) => userBody(acme, name, { memberOf: { agentGroupId: ids.north } }),
          ['admin', 'manager', 'plainManager'],
        ],
        [
          'profiles',
          (name) => ({ name, roleTypeId: 1, permissionPackages: [] }),
          ['admin', 'profilesOnly'],
        ],
        ['profiles', (name) => ({ name, roleTypeId: 2 }), ['admin', 'profilesOnly', 'manager']],
        [
          'profiles',
          (name) => ({ name, roleTypeId: 3, permissionPackages: [] }),
          ['admin', 'profilesOnly', 'manager'],
        ],
        ['profiles', (name) => ({ name, roleTypeId: 4 }), ['admin', 'profilesOnly']],
        ['skills', (name) => ({ name }), ['admin', 'skillsOnly', 'campaigner']],
        ['agentGroups', (name) => ({ name, parentGroupId: ids.south }), ['admin', 'groupsOnly']],
        [
          'agentGroups',
          (name) => ({ name, parentGroupId: ids.northBelow }),
          ['admin', 'groupsOnly', 'manager', 'plainManager'],
        ],
        ['lobs', (name) => ({ name }), ['admin']],
      ]
      for (const [row, [kind, body, allowed]] of rows.entries()) {
        for (const [holder, bearer] of Object.entries(holders)) {
          const { status } = await as(bearer, kind).post('', body(`${kind} ${row} by ${holder}`))
          const expected = allowed.some((name) => name === holder) ? 201 : 403
          assert.equal(status, expected, `${kind} ${row} by ${holder}`)
        }
        for (const bearer of Object.values(holders)) {
          assert.equal((await as(bearer, kind).get()).status, 200)
        }
      }
    })

    test('who edits profiles without editing users gives nobody more than they have', async () => {
      const { bearer } = await person({ profileIds: [extra.profilesOnly] })
      const calls = as(bearer, 'profiles')
      const wire = wireOf(await calls.get(`/${extra.profilesOnly}`))
      const wider = withPackage(wire, 10001)
      assert.equal((await calls.put(`/${extra.profilesOnly}`, wider)).status, 403)
      assert.equal(
        (await calls.put(`/${extra.profilesOnly}`, { ...wire, description: 'd' })).status,
        200,
      )
      const boss = as((await manager()).bearer, 'profiles')
      const own = wireOf(await boss.get(`/${extra.manager}`))
      assert.equal((await boss.put(`/${extra.manager}`, withPackage(own, 30012))).status, 403)
      assert.equal((await boss.put(`/${extra.profilesOnly}`, { ...wire })).status, 403)
    })

    function withPackage(wire: Wire, packageId: number): object {
      const packages = wire['permissionPackages'] as readonly { readonly id: number }[]
      return {
        ...wire,
        permissionPackages: packages.map((entry) =>
          entry.id === packageId ? { ...entry, isEnabled: true } : entry,
        ),
      }
    }

    test('a manager of groups edits what lies below them, and moves nothing out', async () => {
      const boss = await manager()
      const calls = as(boss.bearer, 'agentGroups')
      const wire = async (id: number) => wireOf(await calls.get(`/${id}`))
      const below = await wire(ids.northBelow)
      assert.equal((await calls.put(`/${below.id}`, { ...below, description: 'd' })).status, 200)
      assert.equal((await calls.put(`/${below.id}`, { ...below, parentGroupId: -1 })).status, 403)
      for (const id of [ids.north, ids.south, -1]) {
        const group = await wire(id)
        assert.equal((await calls.put(`/${id}`, { ...group, description: 'd' })).status, 403)
        assert.equal((await calls.remove(`/${id}`)).status, 403)
      }
      const south = await wire(ids.south)
      const stolen = await calls.put(`/${ids.south}`, { ...south, parentGroupId: ids.north })
      assert.equal(stolen.status, 403)
    })

    test('a package that is taken away ends to work at once', async () => {
      const boss = await manager()
      const agent = await agentIn(ids.north)
      const wire = await wireOfUser(boss.user.id)
      assert.equal((await as(boss.bearer).get(`/${agent.user.id}`)).status, 200)
      const demoted = { ...wire, profileIds: [acme.profileIds.agent] }
      assert.equal((await admin.put(`/${wire.id}`, demoted)).status, 200)
      assert.equal((await as(boss.bearer).get(`/${agent.user.id}`)).status, 404)
    })
  })
}
