import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  defaultPackages,
  packagesOfRole,
  permissionPackages,
} from '@watchword/protocol/api/permission-packages.ts'
import { type Profile, profileBodies } from '@watchword/protocol/api/profile.ts'
import fc from 'fast-check'
import { may } from '../../api/rights.ts'
import { cellOf, differing, enabledIn, matrixOf, searched } from './matrix.ts'
import {
  bodyOfProfile,
  changesOf,
  editableRoles,
  newProfile,
  toggled,
  valuesOfProfile,
} from './profile.ts'
import { effective, isEffective, topicOf } from './topics.ts'

function profile(id: number, roleTypeId: 1 | 2 | 3 | 4, enabled: readonly number[]): Profile {
  return {
    ...{ id, deleted: false, name: `p${id}`, description: '', roleTypeId },
    permissionPackages: packagesOfRole(roleTypeId).map((one) => ({
      ...{ id: one.id, isDisplayed: true, featureKeys: [] },
      isEnabled: one.core || enabled.includes(one.id),
    })),
  }
}
const agents = profile(1, 2, [20_015])
const managers = profile(2, 3, [30_003])

test('every package has a topic, and each topic has more than a stray one', () => {
  const topics = Map.groupBy(permissionPackages, topicOf)
  assert.equal(topics.get('core')?.length, 4)
  assert.deepEqual(
    topics.get('people')?.map(({ id }) => id),
    [
      ...[10_001, 10_002, 10_003, 10_004, 10_008, 10_027],
      ...[30_003, 30_004, 30_005, 30_006, 30_007, 30_008, 30_013, 30_035, 40_018],
    ],
  )
  assert.deepEqual(
    topics.get('access')?.map(({ id }) => id),
    [10_006, 10_015, 20_020, 40_008, 40_012],
  )
  for (const [topic, packages] of topics) assert.ok(packages.length > 2, topic)
})

test('packages that do something here are of the catalogue', () => {
  const ids = new Set(permissionPackages.map(({ id }) => id))
  for (const id of effective) assert.ok(ids.has(id), `${id}`)
  assert.equal(isEffective({ id: 10_000 }), true)
  assert.equal(isEffective({ id: 10_054 }), false)
})

test('packages of one name are one row, whatever their roles', () => {
  const groups = matrixOf([3, 2, 2], 'Core')
  const rows = groups.flatMap(({ rows: all }) => all)
  const named = (name: string) => rows.find((row) => row.name === name)
  assert.deepEqual(
    named('Agent list')?.packages.map(({ id }) => id),
    [20_003, 30_010],
  )
  assert.deepEqual(
    named('Core')?.packages.map(({ id }) => id),
    [20_000, 30_000],
  )
  assert.equal(groups[0]?.topic, 'core')
  const all = rows.flatMap(({ packages }) => packages)
  assert.equal(all.length, packagesOfRole(2).length + packagesOfRole(3).length)
})

test('a cell is on, off, locked, or nothing that the role has', () => {
  const rows = matrixOf([2, 3], 'Core').flatMap(({ rows: all }) => all)
  const cell = (name: string, of: Profile) => {
    const row = rows.find((one) => one.name === name)
    return row === undefined ? undefined : cellOf(row, of)
  }
  assert.equal(cell('Core', agents), 'locked')
  assert.equal(cell('Messaging', agents), 'on')
  assert.equal(cell('Messaging', managers), 'none')
  assert.equal(cell('Edit agent users', managers), 'on')
  assert.equal(cell('Agent list', managers), 'off')
})

test('only what differs, and only what is searched for', () => {
  const groups = matrixOf([2, 3], 'Core')
  const names = differing(groups, [agents, managers]).flatMap(({ rows }) => rows.map((r) => r.name))
  assert.deepEqual(names, ['Edit agent users', 'Messaging'])
  const found = (text: string) => searched(groups, text).flatMap(({ rows }) => rows).length
  assert.equal(found('20015'), 1)
  assert.equal(found('AGENT edit users'), 2)
  assert.equal(found('nothing of this name'), 0)
  assert.equal(found('  '), groups.flatMap(({ rows }) => rows).length)
})

test('a profile is sent whole, its core always on', () => {
  const values = valuesOfProfile(agents)
  assert.deepEqual(values.enabled, [20_000, 20_015])
  const body = bodyOfProfile({ ...values, enabled: [] }, agents) as Profile
  assert.equal(body.permissionPackages?.length, packagesOfRole(2).length)
  assert.deepEqual(enabledIn(body), [20_000])
  assert.equal(body.id, 1)
})

test('a new profile begins with what its role is given by default', () => {
  const values = newProfile(3)
  assert.deepEqual(values.enabled, defaultPackages(3))
  const body = bodyOfProfile({ ...values, name: ' Leads ' }, undefined) as Profile
  assert.equal(body.name, 'Leads')
  assert.deepEqual(enabledIn(body), defaultPackages(3))
})

test('a package switched on and off again is no change', () => {
  const before = [20_000, 20_003, 20_015]
  assert.deepEqual(toggled(toggled(before, 20_003, false), 20_003, true), before)
  assert.deepEqual(toggled(before, 20_003, true), before)
  assert.deepEqual(changesOf(before, [20_000, 20_004, 20_015]), { on: [20_004], off: [20_003] })
})

test('whose profiles one may edit depends on one’s own packages', () => {
  const with_ = (...ids: number[]) => editableRoles(ids.map((id) => ({ id })))
  assert.deepEqual(with_(10_002), [1, 2, 3, 4])
  assert.deepEqual(with_(30_005), [2])
  assert.deepEqual(with_(30_005, 30_006), [2, 3])
  assert.deepEqual(with_(20_015), [])
})

test('a package does something here as soon as a right is given by it', () => {
  const rights = ['users:write', 'profiles:write', 'skills:write', 'agentGroups:write'] as const
  const more = ['lobs:write', 'apiKeys:read', 'connectors:write', 'consumers:read'] as const
  const last = ['campaigns:read', 'campaigns:write', 'campaigns:publish', 'audit:read'] as const
  for (const { id, name } of permissionPackages) {
    const me = { packages: [{ id, name }], isAdministrator: false }
    const gives = [...rights, ...more, ...last].some((right) => may(me, right))
    assert.equal(effective.has(id), gives, `${id} ${name}`)
  }
})

test('contract 1 section 5: what is sent is what the server takes, whatever was switched', () => {
  const ids = permissionPackages.map(({ id }) => id)
  const role = fc.constantFrom(1, 2, 3, 4) as fc.Arbitrary<1 | 2 | 3 | 4>
  fc.assert(
    fc.property(role, fc.uniqueArray(fc.constantFrom(...ids)), (roleTypeId, enabled) => {
      const values = { ...newProfile(roleTypeId), name: 'x', enabled }
      const body = bodyOfProfile(values, undefined) as Profile
      assert.ok(profileBodies.parse.created(body).ok)
      const own = packagesOfRole(roleTypeId)
      const on = own.filter(({ id, core }) => core || enabled.includes(id)).map(({ id }) => id)
      assert.deepEqual(enabledIn(body).toSorted(), on.toSorted(), 'none of another role')
      assert.deepEqual(bodyOfProfile(valuesOfProfile(body), body), body, 'opened and saved')
    }),
    { numRuns: 100 },
  )
})

test('profiles that are compared with none, or with themselves, differ in nothing', () => {
  const groups = matrixOf([2], 'Core')
  assert.deepEqual(differing(groups, []), [])
  assert.deepEqual(differing(groups, [agents, { ...agents, id: 9 }]), [])
  assert.deepEqual(matrixOf([], 'Core'), [])
  const core = groups.flatMap(({ rows }) => rows).find(({ name }) => name === 'Core')
  assert.ok(core !== undefined)
  const broken = { ...agents, permissionPackages: [] }
  assert.equal(cellOf(core, broken), 'locked', 'the core is on whatever is said')
  assert.equal(cellOf(core, { ...agents, roleTypeId: 5 }), 'none')
})

test('whatever is switched: the order is of ids, and changes lead from one to the other', () => {
  const ids = fc.uniqueArray(fc.nat({ max: 12 }))
  fc.assert(
    fc.property(ids, ids, (before, after) => {
      const { on, off } = changesOf(before, after)
      const next = [
        ...on.map((id) => [id, true] as const),
        ...off.map((id) => [id, false] as const),
      ]
      const reached = next.reduce<number[]>((list, [id, to]) => toggled(list, id, to), before)
      assert.deepEqual(
        reached.toSorted((a, b) => a - b),
        after.toSorted((a, b) => a - b),
      )
      if (next.length > 0)
        assert.deepEqual(
          reached,
          reached.toSorted((a, b) => a - b),
        )
    }),
  )
})
