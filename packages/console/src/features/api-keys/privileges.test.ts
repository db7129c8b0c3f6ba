import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { privilegedApis } from '@watchword/protocol/api/api-privileges.ts'
import { allowedBy, choiceOf, privilegeTree, toggled, toNames, toPrivileges } from './privileges.ts'

const [administration] = privilegeTree
const all = administration?.names ?? []

describe('the tree of privileges', () => {
  test('holds every API once', () => {
    const inTree = privilegeTree.flatMap(({ apis }) => apis.map(({ data }) => data))
    assert.deepEqual(inTree.toSorted(), privilegedApis.map(({ data }) => data).toSorted())
  })

  test('a branch is chosen not at all, in part, or whole', () => {
    assert.equal(choiceOf(all, []), 'none')
    assert.equal(choiceOf(all, ['users:Read', 'functions:Invoke']), 'some')
    assert.equal(choiceOf(all, all), 'all')
  })

  test('a branch in part becomes whole, a whole one nothing; the rest stays', () => {
    const chosen = ['functions:Invoke', 'users:Read']
    const whole = toggled(all, chosen)
    assert.equal(choiceOf(all, whole), 'all')
    assert.equal(new Set(whole).size, whole.length)
    assert.deepEqual(toggled(all, whole), ['functions:Invoke'])
  })

  test('what the API gives comes back as it was, also what this page does not know', () => {
    const given = [
      { data: 'brand:new', type: 'Read' },
      { data: 'users', type: 'Write' },
      { data: 'users', type: 'Read' },
    ]
    assert.deepEqual(toNames(given), ['users:Read', 'users:Write', 'brand:new:Read'])
    assert.deepEqual(toPrivileges(toNames(given)).at(-1), { data: 'brand:new', type: 'Read' })
  })

  test('is told by category and API; strange ones come last', () => {
    const told = allowedBy(
      [
        { data: 'strange', type: 'Read' },
        { data: 'users', type: 'Read' },
        { data: 'users', type: 'Write' },
      ],
      'Others',
    )
    assert.deepEqual(told, [
      { category: 'Administration', apis: [{ name: 'Users', types: ['Read', 'Write'] }] },
      { category: 'Others', apis: [{ name: 'strange', types: ['Read'] }] },
    ])
  })
})
