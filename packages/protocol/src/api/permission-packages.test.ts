import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  defaultPackages,
  packagesOfRole,
  parseRoleTypeId,
  permissionPackageById,
  permissionPackages,
  roles,
  roleTypeIds,
  roleTypeName,
} from './permission-packages.ts'

test('contract 1 section 5: the five roles have their ids and names', () => {
  const names = ['Administrator', 'Agent', 'Agent Manager', 'Campaign Manager', 'LPA']
  assert.deepEqual(
    roles.map(({ id, name }) => [id, name]),
    names.map((name, index) => [index + 1, name]),
  )
  for (const { id, name } of roles) assert.equal(roleTypeName(id), name)
})

test('contract 1 section 5: only 1 to 5 are roles', () => {
  for (const value of [1, 2, 3, 4, 5]) assert.equal(parseRoleTypeId(value), value)
  for (const value of [0, 6, -1, 1.5, Number.NaN]) assert.equal(parseRoleTypeId(value), undefined)
})

test('contract 1 section 5: the catalogue is whole, each id once, in ascending order', () => {
  const ids = permissionPackages.map(({ id }) => id)
  assert.deepEqual(
    ids,
    [...new Set(ids)].sort((a, b) => a - b),
  )
  assert.equal(permissionPackageById.size, ids.length)
  const counts = ([1, 2, 3, 4, 5] as const).map((role) => packagesOfRole(role).length)
  assert.deepEqual(counts, [39, 17, 35, 28, 0])
})

test('contract 1 section 5: the first digit of a package is its role', () => {
  for (const { id, roleTypeId } of permissionPackages) assert.equal(`${id}`[0], `${roleTypeId}`)
})

test('contract 1 section 5: each role but LPA has exactly one core package', () => {
  const cores = permissionPackages.filter(({ core }) => core).map(({ id }) => id)
  assert.deepEqual(cores, [10000, 20000, 30000, 40000])
})

test('contract 1 section 5: the two known feature keys are on their packages', () => {
  assert.equal(permissionPackageById.get(10006)?.featureKey, 'Common.Api_key_management')
  assert.equal(permissionPackageById.get(10015)?.featureKey, 'Common.AuditTrail')
  assert.equal(permissionPackages.filter((entry) => 'featureKey' in entry).length, 2)
})

test('contract 1 section 5: the packages that our permission rules name are in the catalogue', () => {
  const named = [10001, 10006, 10015, 20015, 30003, 30004, 30015, 40008, 40012]
  for (const id of named) assert.ok(permissionPackageById.has(id), `${id}`)
})

test('contract 1 section 9: a default profile has its core and nothing of another role', () => {
  for (const { id: role } of roles) {
    const defaults = defaultPackages(role)
    assert.equal(new Set(defaults).size, defaults.length)
    for (const id of defaults)
      assert.equal(permissionPackageById.get(id)?.roleTypeId, role, `${id}`)
    if (role !== roleTypeIds.lpa) assert.ok(defaults.includes(role * 10_000))
  }
})

test('contract 1 section 9: administrators and campaign managers have all of their role', () => {
  assert.equal(defaultPackages(roleTypeIds.administrator).length, 39)
  assert.equal(defaultPackages(roleTypeIds.campaignManager).length, 28)
})

test('contract 1 section 9: no default lets an agent manager widen rights or take users away', () => {
  const defaults = defaultPackages(roleTypeIds.agentManager)
  for (const id of [30003, 30007, 30009]) assert.ok(defaults.includes(id), `${id}`)
  for (const id of [30004, 30005, 30006, 30008, 30012]) assert.ok(!defaults.includes(id), `${id}`)
})

test("contract 1 section 9: no default lets an agent read others' conversations", () => {
  const defaults = defaultPackages(roleTypeIds.agent)
  assert.ok(defaults.includes(20015))
  for (const id of [20001, 20002, 20013, 20020]) assert.ok(!defaults.includes(id), `${id}`)
})
