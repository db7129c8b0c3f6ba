import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultPackages, packagesOfRole } from '@watchword/protocol/api/permission-packages.ts'
import fc from 'fast-check'
import { directory, person } from './fixtures.ts'
import { reachOf } from './reach.ts'

const managing = [10_001, 20_000, 20_015, 30_000, 30_003, 30_004, 30_009]
const packages = fc.uniqueArray(fc.constantFrom(...managing))
const groupIds = fc.uniqueArray(fc.constantFrom(-1, 1, 2, 3, 99))
const user = fc.record({
  id: fc.constantFrom(7, 99),
  profileIds: fc.uniqueArray(fc.constantFrom(11, 21, 22, 31, 32, 51, 404)),
  memberOf: fc.option(fc.record({ agentGroupId: fc.constantFrom(-1, 1, 2, 3, 404) })),
  managerOf: groupIds.map((ids) => ids.map((agentGroupId) => ({ agentGroupId }))),
})

function reach(ids: readonly number[], managedGroupIds: number[]) {
  const own = ids.map((id) => ({ id, name: '' }))
  return reachOf({ ...directory, me: { userId: 99, packages: own, managedGroupIds } })
}

describe('contract 1 section 4.5: nobody widens their own rights', () => {
  test('without 10001 nobody edits themselves, nor who holds a profile they could not give', () => {
    const given = packages.filter((ids) => !ids.includes(10_001))
    fc.assert(
      fc.property(given, groupIds, user, (ids, managed, other) => {
        const { mayEdit, mayGive } = reach(ids, managed)
        if (!mayEdit(person(other))) return
        assert.notEqual(other.id, 99)
        assert.ok(managed.length > 0)
        for (const id of other.profileIds) {
          const profile = directory.profiles.find((one) => one.id === id)
          assert.ok(profile !== undefined && mayGive(profile), `${id}`)
          assert.ok(profile.roleTypeId === 2 || profile.roleTypeId === 3)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('more packages and more groups never reach fewer', () => {
    fc.assert(
      fc.property(packages, packages, groupIds, groupIds, user, (...given) => {
        const [ids, moreIds, groups, moreGroups, other] = given
        const few = reach(ids, groups)
        const many = reach([...ids, ...moreIds], [...groups, ...moreGroups])
        if (few.mayEdit(person(other))) assert.ok(many.mayEdit(person(other)))
        for (const profile of directory.profiles) {
          if (few.mayGive(profile)) assert.ok(many.mayGive(profile))
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a profile of managers may be given as soon as no enabled package of it is more than one has', () => {
    const profile = (enabled: readonly number[]) => ({
      ...{ id: 1, name: '', deleted: false, roleTypeId: 3 },
      permissionPackages: packagesOfRole(3).map(({ id }) => ({
        ...{ id, isDisplayed: true, featureKeys: [], isEnabled: enabled.includes(id) },
      })),
    })
    const usual = defaultPackages(3)
    const { mayGive } = reach([...usual, 30_004], [1])
    assert.ok(mayGive(profile(usual)))
    const lacked = packagesOfRole(3).find(({ id }) => id !== 30_004 && !usual.includes(id))
    assert.ok(lacked !== undefined)
    assert.ok(!mayGive(profile([...usual, lacked.id])))
  })
})
