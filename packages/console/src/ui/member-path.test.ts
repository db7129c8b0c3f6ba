import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { memberPath, membersAt } from './member-path.ts'

test('a path reads like code, and a name that could be a path stands in quotes', () => {
  assert.equal(memberPath('', 'a'), 'a')
  assert.equal(memberPath('a', 'b c'), 'a.b c')
  assert.equal(memberPath('a', 0), 'a[0]')
  assert.equal(memberPath('a', '0'), 'a.0')
  assert.equal(memberPath('', ''), '[""]')
  assert.equal(memberPath('a', 'b.c'), 'a["b.c"]')
  assert.equal(memberPath('a', '__proto__'), 'a.__proto__')
})

test('no two ways through a value have the same path', () => {
  const name = fc.constantFrom('a', '0', '', '"', ']', 'a.a', 'a[0]', '[0]', '["a"]', '["a.a"]')
  const way = fc.array(fc.oneof(name, fc.nat({ max: 2 })), { minLength: 1, maxLength: 4 })
  const pathOf = (steps: readonly (string | number)[]) => steps.reduce<string>(memberPath, '')
  fc.assert(
    fc.property(way, way, (one, other) => {
      assert.equal(pathOf(one) === pathOf(other), JSON.stringify(one) === JSON.stringify(other))
    }),
    { numRuns: 1000 },
  )
})

test('items come by number and members by name, also those with names of old', () => {
  assert.deepEqual(membersAt('a', [1, null]), [
    ['a[0]', 1],
    ['a[1]', null],
  ])
  assert.deepEqual(membersAt('', JSON.parse('{"__proto__":1,"constructor":2}')), [
    ['__proto__', 1],
    ['constructor', 2],
  ])
})
