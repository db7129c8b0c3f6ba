import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { inputListSchema, inputSchema, parseInput, parseInputList } from './parse-input.ts'
import { permissionPackages, roles } from './permission-packages.ts'
import { Profile, profileFields, SelectedProfile } from './profile.ts'

const profile = {
  ...{ id: 1, deleted: false, name: 'Agents', description: '', roleTypeId: 2 },
  ...{ roleTypeName: 'Agent', dateUpdated: '2015-06-22 19:20:03', numOfAssignedUsers: 3 },
  permissionPackages: [{ id: 20000, isDisplayed: true, featureKeys: [], isEnabled: true }],
  ...{ permissions: [20000], isAssignedToLPA: false },
}

test('contract 1 section 5: a whole profile is an answer', () => {
  assert.ok(Check(Profile, profile))
  assert.ok(!Check(Profile, { ...profile, roleTypeId: '2' }))
  assert.ok(Check(SelectedProfile, { permissionPackages: [{ id: 1 }] }))
})

test('contract 1 section 5: what was read can be written back', () => {
  const result = parseInput(profileFields, profile, 'update')
  assert.ok(result.ok)
  const { deleted, roleTypeName, dateUpdated, numOfAssignedUsers, ...writable } = profile
  assert.deepEqual(result.value, writable)
  assert.ok(Check(inputSchema(profileFields, 'update'), profile))
})

test('contract 1 section 5: a create needs a name and a role; packages may be the default ones', () => {
  const created = parseInput(profileFields, { name: 'x', roleTypeId: '3' }, 'create')
  assert.deepEqual(created, { ok: true, value: { name: 'x', roleTypeId: 3 } })
  const empty = parseInput(profileFields, {}, 'create')
  assert.deepEqual(empty.ok ? [] : empty.faults.map(({ path }) => path), ['name', 'roleTypeId'])
})

test('contract 1 section 5: a replacement that forgets the packages does not strip them', () => {
  const result = parseInput(profileFields, { name: 'x', roleTypeId: 3 }, 'update')
  assert.deepEqual(result.ok ? [] : result.faults, [
    { path: 'permissionPackages', reason: 'is required' },
  ])
})

test('contract 1 section 5: a package must say what it is and whether it is on', () => {
  const result = parseInput(profileFields, { ...profile, permissionPackages: [{}, 5] }, 'update')
  assert.deepEqual(result.ok ? [] : result.faults.map(({ path }) => path), [
    'permissionPackages[0].id',
    'permissionPackages[0].isEnabled',
    'permissionPackages[1]',
  ])
})

test('contract 1 section 5: every role and every package of the catalogue can be written', () => {
  for (const { id } of roles)
    assert.ok(parseInput(profileFields, { name: 'x', roleTypeId: id }, 'create').ok)
  assert.equal(parseInput(profileFields, { name: 'x', roleTypeId: 6 }, 'create').ok, false)
  const packages = permissionPackages.map(({ id }) => ({ id: `${id}`, isEnabled: 'true' }))
  assert.ok(parseInput(profileFields, { ...profile, permissionPackages: packages }, 'update').ok)
})

test('contract 1 section 5: bulk bodies', () => {
  assert.ok(parseInputList(profileFields, [profile], 'update').ok)
  assert.ok(Check(inputListSchema(profileFields, 'update'), [profile]))
  assert.equal(parseInputList(profileFields, [profile, profile], 'update').ok, false)
})
