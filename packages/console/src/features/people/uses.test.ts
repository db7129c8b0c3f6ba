import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Linked, linksOf, usedBy, usersBy } from './uses.ts'

const user = (id: number, more: Partial<Linked>): Linked => ({
  ...{ id, loginName: `user${id}`, profileIds: [], skillIds: [], lobIds: [] },
  ...{ memberOf: null, managerOf: [] },
  ...more,
})

test('users are found by whatever they refer to', () => {
  const one = user(1, { profileIds: [7], skillIds: [8, 9], memberOf: { agentGroupId: 4 } })
  const two = user(2, { skillIds: [9], lobIds: [3], managerOf: [{ agentGroupId: 4 }] })
  assert.deepEqual(
    [...usersBy([one, two], 'skill')],
    [
      [8, [one]],
      [9, [one, two]],
    ],
  )
  assert.deepEqual([...usersBy([one, two], 'member')], [[4, [one]]])
  assert.deepEqual([...usersBy([one, two], 'manager')], [[4, [two]]])
  assert.deepEqual([...usersBy([one, two], 'lob')], [[3, [two]]])
  assert.deepEqual(linksOf(one, 'profile'), [7])
  assert.deepEqual(linksOf(two, 'member'), [])
})

test('what nobody refers to is used by nobody', () => {
  assert.deepEqual(usedBy('Users', undefined), [])
  assert.deepEqual(usedBy('Users', []), [])
  assert.deepEqual(usedBy('Users', [user(5, {})]), [
    { label: 'Users', names: [{ name: 'user5', to: '/users/5' }] },
  ])
})

test('whatever users refer to: each is found by it, as often as they refer to it', () => {
  const ids = fc.uniqueArray(fc.integer({ min: -1, max: 4 }))
  const place = ids.map((all) => all.map((agentGroupId) => ({ agentGroupId })))
  const anybody = fc.record({
    ...{ profileIds: ids, skillIds: ids, lobIds: ids, managerOf: place },
    memberOf: fc.option(fc.record({ agentGroupId: fc.constantFrom(-1, 0, 1) })),
  })
  fc.assert(
    fc.property(fc.array(anybody), (given) => {
      const users = given.map((more, id) => user(id, more))
      for (const kind of ['profile', 'skill', 'lob', 'member', 'manager'] as const) {
        const found = usersBy(users, kind)
        for (const one of users) {
          const by = [...found].filter(([, some]) => some.includes(one)).map(([id]) => id)
          assert.deepEqual(by.toSorted(), linksOf(one, kind).toSorted(), kind)
        }
      }
    }),
  )
})
