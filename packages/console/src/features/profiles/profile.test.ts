import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  defaultPackages,
  packagesOfRole,
  permissionPackages,
} from '@watchword/protocol/api/permission-packages.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
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
