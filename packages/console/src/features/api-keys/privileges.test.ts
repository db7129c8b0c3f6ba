import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseApiKeyInput } from '@watchword/protocol/api/api-key.ts'
import { privilegedApis } from '@watchword/protocol/api/api-privileges.ts'
import fc from 'fast-check'
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

  test('whatever is chosen, a click on a branch makes it whole or nothing, and touches no other', () => {
    const known = privilegeTree.flatMap(({ names }) => names)
    const chosen = fc.subarray([...known, 'brand:new:Read', '__proto__:Read'])
    fc.assert(
      fc.property(fc.constantFrom(...privilegeTree), chosen, ({ names }, before) => {
        const after = toggled(names, before)
        const was = choiceOf(names, before)
        assert.equal(choiceOf(names, after), was === 'all' ? 'none' : 'all')
        assert.equal(new Set(after).size, after.length)
        const others = (of: readonly string[]) => of.filter((name) => !names.includes(name))
        assert.deepEqual(others(after), others(before))
      }),
    )
    assert.equal(choiceOf([], known), 'none', 'of nothing, nothing is chosen')
  })

  test('the whole tree is what the server takes for a key, and no name means two things', () => {
    const names = privilegeTree.flatMap((branch) => branch.names)
    const body = { appName: 'all', privileges: toPrivileges(names) }
    const read = parseApiKeyInput(body, 'create')
    assert.ok(read.ok, JSON.stringify(read))
    assert.deepEqual(toNames(read.value.privileges), names)
    assert.equal(new Set(names).size, names.length)
  })

  test('strange names come through a form as they were, in their order', () => {
    const strange = ['__proto__', 'toString', ':', 'a:b:', '', 'Users', 'ü'].map((data) => ({
      ...{ data, type: 'Invoke' },
    }))
    assert.deepEqual(toPrivileges(toNames(strange)), strange)
    assert.deepEqual(
      allowedBy(strange, 'Others').map(({ category, apis }) => [category, apis.length]),
      [['Others', strange.length]],
    )
    assert.deepEqual(allowedBy([], 'Others'), [])
  })
})
