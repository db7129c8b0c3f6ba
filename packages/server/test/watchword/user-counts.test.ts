import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  type UserCountKind,
  type UserCounts,
  type UserMembers,
  userCountKinds,
} from '@watchword/protocol/api/user-report.ts'
import type { User } from '#domain/users/user.ts'
import { countQueries } from '../support/count-queries.ts'
import { databaseKinds } from '../support/storages.ts'
import {
  call,
  type SeededAccount,
  seedAccount,
  seedUser,
  startTestServer,
  type TestServer,
} from '../support/test-server.ts'
import { seedClient, seedGrant, seedToken, withPublicOrigin } from '../support/tokens.ts'

const groups = { north: 101, northBelow: 102, south: 103 }
const profiles = { agents: 201, managers: 202, both: 203, users: 204, none: 205 }

/** A user as the Users API lists them. */
type Listed = {
  readonly id: number
  readonly loginName: string
  readonly nickname: string
  readonly isEnabled: boolean
  readonly profileIds: readonly number[]
  readonly skillIds: readonly number[]
  readonly lobIds: readonly number[]
  readonly memberOf: { readonly agentGroupId: number } | null
  readonly managerOf: readonly { readonly agentGroupId: number }[]
}

for (const kind of databaseKinds) {
  describe(`users counted, on ${kind}`, () => {
    let server: TestServer
    let acme: SeededAccount
    let zenith: SeededAccount
    before(async () => {
      server = await startTestServer(kind, withPublicOrigin)
      acme = await seedAccount(server, 'acme')
      zenith = await seedAccount(server, 'zenith')
      for (const account of [acme, zenith]) await furnish(account)
      await populate(acme)
      await person(zenith, { memberOf: groups.north, skillIds: [1] })
    })
    after(() => server.stop())

    async function furnish({ id: accountId }: SeededAccount) {
      const parents = { [groups.north]: -1, [groups.northBelow]: groups.north, [groups.south]: -1 }
      const packages = {
        ...{ [profiles.agents]: [30_003], [profiles.managers]: [30_004] },
        ...{ [profiles.both]: [30_003, 30_004], [profiles.users]: [10_001], [profiles.none]: [] },
      }
      await server.storage.write(async (tx) => {
        for (const [id, parentGroupId] of Object.entries(parents)) {
          await tx.agentGroups.insert(accountId, {
            ...{ id: Number(id), deleted: false, name: `group ${id}`, description: '' },
            ...{ parentGroupId, isEnabled: true, dateUpdated: 0 },
          })
        }
        for (const [id, enabledPackages] of Object.entries(packages)) {
          await tx.profiles.insert(accountId, {
            ...{ id: Number(id), deleted: false, name: `profile ${id}`, description: '' },
            ...{ roleTypeId: 3, enabledPackages, permissions: [], isAssignedToLPA: false },
            dateUpdated: 0,
          })
        }
      })
    }

    let nextId = 500
    function person(
      account: SeededAccount,
      given: {
        readonly memberOf?: number
        readonly managerOf?: readonly number[]
        readonly profileIds?: readonly number[]
        readonly skillIds?: readonly number[]
        readonly lobIds?: readonly number[]
      },
    ) {
      nextId += 1
      const assigned = (agentGroupId: number) => ({ agentGroupId, assignmentDate: 0 })
      const { memberOf, managerOf = [], ...rest } = given
      const user: Partial<User> & Pick<User, 'id' | 'loginName'> = {
        ...{ id: nextId, loginName: `Person-${nextId}`, profileIds: [profiles.none] },
        ...rest,
        ...{ memberOf: memberOf === undefined ? undefined : assigned(memberOf) },
        managerOf: managerOf.map(assigned),
      }
      return seedUser(server, account.id, user)
    }

    async function populate(account: SeededAccount) {
      for (const memberOf of [groups.north, groups.north, groups.northBelow, groups.south]) {
        await person(account, { memberOf, skillIds: [1, 2], lobIds: [7] })
      }
      await person(account, { managerOf: [groups.north, groups.south], skillIds: [2] })
      await person(account, { memberOf: groups.south, managerOf: [groups.northBelow] })
      await person(account, {})
      const gone = await person(account, { memberOf: groups.north, skillIds: [1] })
      const path = `/api/account/${account.id}/configuration/le-users/users/${gone.user.id}`
      const { bearer } = account.users.admin
      assert.equal((await call(server, 'DELETE', path, { bearer })).status, 200)
    }

    const ask = (bearer: string, query = '', account = acme) =>
      call(server, 'GET', `/api/account/${account.id}/watchword/users/counts${query}`, { bearer })

    async function countsOf(bearer: string, by?: UserCountKind): Promise<UserCounts> {
      const answer = await ask(bearer, by && `?by=${by}`)
      assert.equal(answer.status, 200, answer.text)
      return answer.body as UserCounts
    }

    async function listedTo(bearer: string): Promise<readonly Listed[]> {
      const path = `/api/account/${acme.id}/configuration/le-users/users?v=6.0&select=$all`
      const answer = await call(server, 'GET', path, { bearer })
      assert.equal(answer.status, 200, answer.text)
      return answer.body as readonly Listed[]
    }

    /** The same, worked out of the list of all users that the caller may read. */
    async function expectedOf(bearer: string) {
      const users = await listedTo(bearer)
      const count = (idsOf: (user: Listed) => readonly number[]) => {
        const counts = new Map<number, number>()
        for (const id of users.flatMap(idsOf)) counts.set(id, (counts.get(id) ?? 0) + 1)
        return counts
      }
      const told = (counts: ReadonlyMap<number, number>) =>
        [...counts].map(([id, users]) => ({ id, users })).toSorted((a, b) => a.id - b.id)
      const members = count(({ memberOf }) => (memberOf === null ? [] : [memberOf.agentGroupId]))
      const managers = count(({ managerOf }) => managerOf.map((one) => one.agentGroupId))
      const all = [...new Set([...members.keys(), ...managers.keys()])].toSorted((a, b) => a - b)
      return {
        total: users.length,
        agentGroups: all.map((id) => ({
          ...{ id, users: members.get(id) ?? 0, managers: managers.get(id) ?? 0 },
        })),
        profiles: told(count((user) => user.profileIds)),
        skills: told(count((user) => user.skillIds)),
        lobs: told(count((user) => user.lobIds)),
      }
    }

    const askMembers = (bearer: string, query: string, account = acme) =>
      call(server, 'GET', `/api/account/${account.id}/watchword/users/members?${query}`, { bearer })

    async function membersOf(bearer: string, query: string): Promise<UserMembers> {
      const answer = await askMembers(bearer, query)
      assert.equal(answer.status, 200, answer.text)
      return answer.body as UserMembers
    }

    /** Of every object, in parts of three: they are those of the list. */
    async function assertMembersAsListed(bearer: string): Promise<void> {
      const users = await listedTo(bearer)
      const assigned = (places: readonly { readonly agentGroupId: number }[]) =>
        places.map(({ agentGroupId }) => agentGroupId)
      const kinds: readonly (readonly [string, (user: Listed) => readonly number[]])[] = [
        ['by=agentGroups', ({ memberOf }) => assigned(memberOf === null ? [] : [memberOf])],
        ['by=agentGroups&managers=true', ({ managerOf }) => assigned(managerOf)],
        ['by=profiles&managers=false', ({ profileIds }) => profileIds],
        ['by=skills', ({ skillIds }) => skillIds],
        ['by=lobs', ({ lobIds }) => lobIds],
      ]
      for (const [query, idsOf] of kinds) {
        const ids = [...Object.values(groups), ...Object.values(profiles), -1, 0, 1, 2, 7]
        for (const id of ids) {
          const theirs = users.filter((user) => idsOf(user).includes(id))
          const whole = await membersOf(bearer, `${query}&id=${id}&limit=200`)
          assert.equal(whole.total, theirs.length, `${query} ${id}`)
          assert.deepEqual(
            whole.users,
            theirs
              .map(({ id, loginName, nickname, isEnabled }) => ({
                ...{ id, loginName, nickname, isEnabled },
              }))
              .toSorted((one, other) => one.id - other.id),
          )
          const [offset, limit] = [1, 2]
          const part = await membersOf(bearer, `${query}&id=${id}&offset=${offset}&limit=${limit}`)
          const expected = whole.users.slice(offset, offset + limit)
          assert.deepEqual(part, { total: whole.total, users: expected })
        }
      }
    }

    async function assertAsListed(bearer: string): Promise<number> {
      const { total, ...expected } = await expectedOf(bearer)
      assert.deepEqual(await countsOf(bearer), { total })
      for (const by of userCountKinds) {
        assert.deepEqual(await countsOf(bearer, by), { total, counts: expected[by] }, by)
      }
      return total
    }

    test('they are those of the list, for who may read everybody', async () => {
      const ofAdmin = await assertAsListed(acme.users.admin.bearer)
      await assertMembersAsListed(acme.users.admin.bearer)
      const { bearer } = await person(acme, { profileIds: [profiles.users] })
      assert.equal(await assertAsListed(bearer), ofAdmin + 1)
    })

    for (const profile of ['agents', 'managers', 'both'] as const) {
      test(`an agent manager (${profile}) counts whom they may read, and nobody else`, async () => {
        const totals: number[] = []
        for (const managerOf of [[groups.north], [groups.northBelow, groups.south], [-1], []]) {
          const { bearer } = await person(acme, { profileIds: [profiles[profile]], managerOf })
          totals.push(await assertAsListed(bearer))
          if (managerOf.includes(groups.north)) await assertMembersAsListed(bearer)
        }
        const [ofNorth = 0, , ofAll = 0, ofNone] = totals
        assert.ok(1 < ofNorth && ofNorth < ofAll, `${totals}`)
        assert.equal(ofNone, 1, 'themselves')
        assert.ok(ofAll < (await assertAsListed(acme.users.admin.bearer)))
      })
    }

    test('who may read themselves alone is refused, and so are strangers and other accounts', async () => {
      const { bearer } = await person(acme, { managerOf: [-1] })
      assert.equal((await ask(bearer)).status, 403)
      assert.equal((await ask(acme.users.agent.bearer)).status, 403)
      assert.equal((await ask('nobody')).status, 401)
      assert.equal((await ask(acme.users.admin.bearer, '', zenith)).status, 404)
      const skill = 'by=skills&id=1'
      assert.equal((await askMembers(bearer, skill)).status, 403)
      assert.equal((await askMembers(acme.users.agent.bearer, skill)).status, 403)
      assert.equal((await askMembers('nobody', skill)).status, 401)
      assert.equal((await askMembers(acme.users.admin.bearer, skill, zenith)).status, 404)
      const theirs = await askMembers(zenith.users.admin.bearer, skill, zenith)
      assert.equal((theirs.body as UserMembers).total, 1, 'each account its own')
    })

    test('a token of an application needs users:read, and counts no more than its user may read', async () => {
      const { client } = await seedClient(server, acme.id, { scope: 'users:read skills:read' })
      const tokenOf = async (userId: number, scope: string) =>
        seedToken(server, client, { grant: await seedGrant(server, client, userId, { scope }) })
      const { admin, agent } = acme.users
      await assertAsListed(await tokenOf(admin.user.id, 'users:read'))
      assert.equal((await ask(await tokenOf(admin.user.id, 'skills:read'))).status, 403)
      const skill = 'by=skills&id=1'
      const narrow = await tokenOf(admin.user.id, 'skills:read')
      assert.equal((await askMembers(narrow, skill)).status, 403)
      assert.equal((await membersOf(await tokenOf(admin.user.id, 'users:read'), skill)).total, 4)
      assert.equal((await ask(await tokenOf(agent.user.id, 'users:read'))).status, 403)
      const own = await seedToken(server, client, { scope: 'users:read' })
      assert.equal((await ask(own)).status, 403, 'of the application itself')
    })

    test('what it cannot mean is 400', async () => {
      const { bearer } = acme.users.admin
      for (const query of ['by=users', 'by=', 'by=skills&by=lobs', 'by=Skills']) {
        assert.equal((await ask(bearer, `?${query}`)).status, 400, query)
      }
      const member = 'by=skills&id=1'
      for (const query of [
        ...['', 'by=skills', 'id=1', 'by=users&id=1', 'by=skills&id=', 'by=skills&id=1e3'],
        ...[
          'by=skills&id=-0',
          'by=skills&id=01',
          'by=skills&id=1&id=2',
          'by=skills&id=99999999999999999',
        ],
        ...[
          `${member}&limit=0`,
          `${member}&limit=201`,
          `${member}&limit=-1`,
          `${member}&offset=-1`,
        ],
        ...[`${member}&offset=1e3`, `${member}&managers=true`, 'by=agentGroups&id=1&managers=1'],
      ]) {
        const answer = await askMembers(bearer, query)
        assert.equal(answer.status, 400, `${query}: ${answer.text}`)
      }
      assert.deepEqual(await membersOf(bearer, `${member}&offset=9999999`), { total: 4, users: [] })
    })

    test('no more queries for more users', async () => {
      const { bearer } = acme.users.admin
      const least = async (ask: () => Promise<unknown>) => {
        const rounds: number[] = []
        for (let round = 0; round < 6; round += 1) rounds.push(await countQueries(ask))
        return Math.min(...rounds)
      }
      const count = async () => [
        await least(() => countsOf(bearer, 'agentGroups')),
        await least(() => membersOf(bearer, `by=agentGroups&id=${groups.south}`)),
      ]
      const before = await count()
      for (let more = 0; more < 30; more += 1) await person(acme, { memberOf: groups.south })
      assert.deepEqual(await count(), before)
      assert.ok(Math.max(...before) <= 5, `${before} queries`)
    })
  })
}
