import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { directory, person } from './fixtures.ts'
import { groupIdsOf, groupOptions, groupsBelow } from './groups.ts'
import {
  changedSearch,
  countFilters,
  filterUsers,
  readUserSearch,
  sortingOf,
} from './list-filters.ts'
import { reachOf } from './reach.ts'
import { momentOf } from './user-types.ts'
import { withProfiles, writableOf } from './writable.ts'

describe('groups', () => {
  test('each stands below its parent, indented by its depth', () => {
    assert.deepEqual(
      groupOptions(directory.groups).map(({ label }) => label.replaceAll('\u2003', '>')),
      ['Main', '>Support', '>>Night', '>Sales'],
    )
  })

  test('a tree that goes round ends, and hides nobody', () => {
    const round = [
      { id: 1, name: 'one', parentGroupId: 2 },
      { id: 2, name: 'two', parentGroupId: 1 },
    ]
    assert.equal(groupOptions(round).length, 2)
    assert.deepEqual([...groupsBelow(round, [1])].sort(), [1, 2])
  })

  test('those below are found, and those of a user', () => {
    assert.deepEqual([...groupsBelow(directory.groups, [1])].sort(), [1, 2])
    assert.deepEqual(groupIdsOf(person({ managerOf: [{ agentGroupId: 3 }] })), [1, 3])
    assert.deepEqual(groupIdsOf(person({ memberOf: null })), [])
  })
})

describe('what the list is narrowed to', () => {
  test('an address that means nothing is left out', () => {
    assert.deepEqual(
      readUserSearch({
        ...{ q: 5, profile: '3', group: 1.5, state: 'gone', kind: 'bots', sort: '<img>' },
        ...{ down: 'yes', other: true },
      }),
      { q: '5', kind: 'bots' },
    )
    assert.deepEqual(readUserSearch({ q: '', sort: 'email', down: true, group: -1 }), {
      ...{ sort: 'email', down: true, group: -1 },
    })
  })

  test('a change goes over what was, and what is undefined goes', () => {
    const before = { q: 'a', state: 'enabled' } as const
    assert.deepEqual(changedSearch(before, { q: undefined, kind: 'bots' }), {
      ...{ state: 'enabled', kind: 'bots' },
    })
    assert.deepEqual(sortingOf({ sort: 'email', down: true }), { key: 'email', descending: true })
    assert.equal(sortingOf({ down: true }), undefined)
  })

  test('each filter leaves those it names; none leaves the same list', () => {
    const users = [
      person({ id: 1 }),
      person({ id: 2, isEnabled: false, memberOf: { agentGroupId: 2 } }),
      person({ id: 3, isApiUser: true, profileIds: [22], memberOf: { agentGroupId: 3 } }),
      person({ id: 4, memberOf: null, managerOf: [{ agentGroupId: 2 }], skillIds: [] }),
    ]
    const about = { groups: directory.groups, locked: new Set([1, 2]) }
    const left = (search: Parameters<typeof filterUsers>[1]) =>
      filterUsers(users, search, about)
        .map(({ id }) => id)
        .join('')
    assert.equal(filterUsers(users, { q: 'x', sort: 'email' }, about), users)
    assert.equal(left({ state: 'enabled' }), '134')
    assert.equal(left({ state: 'disabled' }), '2')
    assert.equal(left({ state: 'locked' }), '12')
    assert.equal(left({ kind: 'bots' }), '3')
    assert.equal(left({ kind: 'people' }), '124')
    assert.equal(left({ profile: 22 }), '3')
    assert.equal(left({ skill: 101 }), '123')
    assert.equal(left({ group: 1 }), '124', 'with those below')
    assert.equal(left({ group: 2, state: 'enabled' }), '4')
    assert.equal(countFilters({ q: 'x', group: 2, state: 'enabled' }), 2)
  })
})

describe('contract 1 section 4.4: a user is replaced whole', () => {
  test('all that can be written is written back, and nothing that cannot', () => {
    const body = writableOf(person({ description: 'x', employeeId: '' }))
    assert.deepEqual(body['memberOf'], { agentGroupId: 1 })
    assert.equal(body['description'], 'x')
    assert.equal(body['uid'], 5)
    assert.equal(body.fullName, '', 'hidden: empty leaves it')
    for (const name of ['id', 'deleted', 'dateUpdated', 'lpaCreatedUser', 'disabledManually']) {
      assert.ok(!(name in body), name)
    }
    assert.ok(!('memberOf' in writableOf(person({ memberOf: null }))))
  })

  test('changes go over it, profiles are given and taken', () => {
    assert.equal(writableOf(person(), { isEnabled: false }).isEnabled, false)
    assert.deepEqual(withProfiles([1, 2, 3], { give: [4, 2], take: [1] }), [2, 3, 4])
  })
})

describe('contract 1 section 4.5: whom one may edit', () => {
  const reach = (packages: readonly number[], managedGroupIds: number[] = [1]) =>
    reachOf({
      ...directory,
      me: { userId: 99, packages: packages.map((id) => ({ id, name: '' })), managedGroupIds },
    })
  const lead = person({
    ...{ id: 8, profileIds: [31], memberOf: null, managerOf: [{ agentGroupId: 2 }] },
  })

  test('10001: everybody, even oneself; no profile of the operator’s staff', () => {
    const { all, mayEdit, mayGive } = reach([10_001])
    assert.ok(all)
    assert.ok(mayEdit(person({ id: 99, profileIds: [] })))
    assert.deepEqual(
      directory.profiles.filter(mayGive).map(({ id }) => id),
      [11, 21, 22, 31, 32],
    )
  })

  test('30003: agents of one’s groups and those below', () => {
    const { mayEdit } = reach([30_003])
    assert.ok(mayEdit(person()))
    assert.ok(mayEdit(person({ memberOf: { agentGroupId: 2 } })))
    assert.ok(!mayEdit(person({ memberOf: { agentGroupId: 3 } })))
    assert.ok(!mayEdit(person({ memberOf: null })))
    assert.ok(!mayEdit(person({ profileIds: [21, 11] })), 'another role besides')
    assert.ok(!mayEdit(person({ profileIds: [] })))
    assert.ok(!mayEdit(lead))
    assert.ok(!mayEdit(person({ id: 99 })), 'oneself')
  })

  test('30004: managers all of whose groups lie there, without packages that one lacks', () => {
    const { mayEdit, mayGive } = reach([30_000, 30_003, 30_004])
    assert.ok(mayEdit(lead))
    assert.ok(!mayEdit({ ...lead, managerOf: [{ agentGroupId: 2 }, { agentGroupId: 3 }] }))
    assert.ok(!mayEdit({ ...lead, managerOf: [] }))
    assert.ok(!mayEdit({ ...lead, profileIds: [32] }), 'holds 30009')
    assert.deepEqual(
      directory.profiles.filter(mayGive).map(({ id }) => id),
      [21, 22, 31],
    )
  })

  test('without any: nobody', () => {
    const { mayEdit, mayGive } = reach([20_000])
    assert.ok(!mayEdit(person()))
    assert.ok(!directory.profiles.some(mayGive))
  })
})

test('dates of the configuration APIs are UTC', () => {
  assert.equal(momentOf('2026-01-15 12:00:00'), '2026-01-15T12:00:00Z')
  assert.equal(momentOf(undefined), undefined)
  assert.equal(momentOf(''), undefined)
})
