import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { directory, person } from './fixtures.ts'
import { groupOptions, groupsBelow } from './groups.ts'
import { changedSearch, countFilters, filterUsers, readUserSearch } from './list-filters.ts'

test('whatever an address says: what is read of it is read again as the same', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.anything())
  const names = ['q', 'profile', 'skill', 'group', 'state', 'kind', 'sort', 'down', '__proto__']
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (address) => {
      const search = readUserSearch(address)
      assert.deepEqual(readUserSearch({ ...search }), search)
      assert.ok(Object.values(search).every((one) => one !== undefined))
      assert.ok((search.q ?? '').length <= 200)
      assert.ok(countFilters(search) <= 5)
    }),
  )
})

test('numbers beyond those that are exact are no ids', () => {
  for (const id of [2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 0.5, '7', null]) {
    assert.deepEqual(readUserSearch({ profile: id, skill: id, group: id }), {}, `${id}`)
  }
  assert.deepEqual(readUserSearch({ profile: 2 ** 53 - 1 }), { profile: 2 ** 53 - 1 })
})

test('a change may be taken back', () => {
  const before = { q: 'a', group: 2 }
  const after = changedSearch(before, { kind: 'bots', q: undefined })
  assert.deepEqual(changedSearch(after, { kind: undefined, q: 'a' }), before)
  assert.ok(!('q' in after), 'gone, not undefined: it would stand in the address')
})

test('users who lack what is asked for are left out, not failed on', () => {
  const bare = { id: 1, loginName: 'bare' }
  const about = { groups: directory.groups, locked: new Set<number>() }
  for (const search of [
    { profile: 1 },
    { skill: 1 },
    { group: -1 },
    { state: 'locked' },
  ] as const) {
    assert.deepEqual(filterUsers([bare], search, about), [])
  }
  assert.deepEqual(filterUsers([bare], { kind: 'people' }, about), [bare])
  assert.deepEqual(filterUsers([person()], { group: 999 }, about), [], 'a group that is gone')
})

test('whatever tree the groups make, each is offered once and the search ends', () => {
  const group = fc.record({
    id: fc.integer({ min: -1, max: 8 }),
    parentGroupId: fc.option(fc.integer({ min: -1, max: 9 })),
    name: fc.string(),
  })
  fc.assert(
    fc.property(fc.uniqueArray(group, { selector: ({ id }) => id }), (groups) => {
      const ids = groups.map(({ id }) => `${id}`)
      const offered = groupOptions(groups).map(({ value }) => value)
      assert.deepEqual(offered.toSorted(), ids.toSorted())
      for (const { id, parentGroupId } of groups) {
        const below = groupsBelow(groups, [id])
        assert.ok(below.has(id))
        if (parentGroupId !== null) assert.ok(groupsBelow(groups, [parentGroupId]).has(id))
      }
    }),
  )
})
