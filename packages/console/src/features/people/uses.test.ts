import assert from 'node:assert/strict'
import { test } from 'node:test'
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
