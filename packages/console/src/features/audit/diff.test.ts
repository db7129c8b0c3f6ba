import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { cutDifference, fieldChanges, fieldName } from './diff.ts'

const json = JSON.stringify

test('two objects: only the fields that differ, by their paths', () => {
  const before = json({ name: 'a', list: [1, 2], deep: { x: null, y: true }, gone: {} })
  const after = json({ name: 'b', list: [1, 3, 4], deep: { x: 'null', y: true } })
  assert.deepEqual(fieldChanges(before, after), [
    { path: 'name', before: 'a', after: 'b' },
    { path: 'list[1]', before: '2', after: '3' },
    { path: 'deep.x', before: 'null', after: '"null"' },
    { path: 'gone', before: '{}', after: undefined },
    { path: 'list[2]', before: undefined, after: '4' },
  ])
})

test('a whole object that came or went is told field by field; texts are one field', () => {
  assert.deepEqual(fieldChanges('', json({ a: 1 })), [{ path: 'a', before: undefined, after: '1' }])
  assert.deepEqual(fieldChanges(json([{ range: 'x' }]), '[]'), [
    { path: '[0].range', before: 'x', after: undefined },
  ])
  assert.deepEqual(fieldChanges('15 (default)', '16'), [
    { path: '', before: '15 (default)', after: '16' },
  ])
  assert.deepEqual(fieldChanges('', ''), [])
  assert.deepEqual(fieldChanges('same', 'same'), [])
})

test('what only looks like JSON, and what is too large, is shown whole', () => {
  assert.deepEqual(fieldChanges('{broken', '{}'), [{ path: '', before: '{broken', after: '{}' }])
  const large = json(Array.from({ length: 500 }, (_, index) => index))
  assert.deepEqual(fieldChanges('', large), [{ path: '', before: undefined, after: large }])
  const deep = `${'['.repeat(1000)}1${']'.repeat(1000)}`
  assert.equal(fieldChanges('', deep).length, 1)
})

test('a member called __proto__ is a field like any other', () => {
  assert.deepEqual(fieldChanges('', '{"__proto__":1,"constructor":2}'), [
    { path: '__proto__', before: undefined, after: '1' },
    { path: 'constructor', before: undefined, after: '2' },
  ])
})

test('texts are cut where they differ, never inside of a character', () => {
  assert.deepEqual(cutDifference('minLength 15', 'minLength 16'), {
    before: { start: 'minLength 1', middle: '5', end: '' },
    after: { start: 'minLength 1', middle: '6', end: '' },
  })
  assert.deepEqual(cutDifference('aa', 'aaa'), {
    before: { start: 'aa', middle: '', end: '' },
    after: { start: 'aa', middle: 'a', end: '' },
  })
  assert.deepEqual(cutDifference('x😀', 'x😁'), {
    before: { start: 'x', middle: '😀', end: '' },
    after: { start: 'x', middle: '😁', end: '' },
  })
  const far = cutDifference('15 (default)', '16')
  assert.deepEqual(far.before, { start: '', middle: '15 (default)', end: '' })
  assert.deepEqual(far.after, { start: '', middle: '16', end: '' })
  assert.deepEqual(cutDifference('', 'b').after, { start: '', middle: 'b', end: '' })
})

test('no change is hidden: a text is not the number that it reads like, nor a name with a dot a path', () => {
  for (const [before, after] of [
    [{ a: '1' }, { a: 1 }],
    [{ a: 'true' }, { a: true }],
    [{ a: '{}' }, { a: {} }],
    [{ a: '"x"' }, { a: 'x' }],
    [{ a: '-' }, { a: '--' }],
    [{ 'a.b': 1 }, { a: { b: 1 } }],
    [{ 'a[0]': 1 }, { a: [1] }],
    [{ '': 1 }, [1]],
    [[], {}],
    ['', {}],
  ]) {
    const texts = [before, after].map((value) => (value === '' ? '' : json(value))) as [
      string,
      string,
    ]
    assert.notDeepEqual(fieldChanges(...texts), [], texts.join(' -> '))
  }
  assert.deepEqual(fieldChanges('{}', ' {} '), [])
})

test('whatever two values are, a change is told exactly if there is one', () => {
  const structure = fc.oneof(
    fc.dictionary(
      fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '0', '"') }),
      fc.jsonValue(),
    ),
    fc.array(fc.jsonValue(), { maxLength: 4 }),
  )
  fc.assert(
    fc.property(structure.map(json), structure.map(json), (before, after) => {
      const isSame = isDeepStrictEqual(JSON.parse(before), JSON.parse(after))
      assert.equal(fieldChanges(before, after).length === 0, isSame)
      assert.deepEqual(fieldChanges(after, after), [])
    }),
    { numRuns: 300 },
  )
})

test('200 fields are a table, 201 are not', () => {
  const list = (length: number) => json(Array.from({ length }, (_, index) => index))
  assert.equal(fieldChanges('', list(200)).length, 200)
  assert.equal(fieldChanges('', list(201)).length, 1)
  assert.equal(fieldChanges(list(201), list(200)).length, 1)
})

test('both cuts are alike around what differs, and each adds up to its text', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', 'é', '\u{d83d}'), maxLength: 12 })
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { before, after } = cutDifference(one, other)
      assert.equal(before.start + before.middle + before.end, one)
      assert.equal(after.start + after.middle + after.end, other)
      assert.deepEqual([before.start, before.end], [after.start, after.end])
      if (one === other) assert.equal(before.middle, '')
    }),
  )
})

test('a change is named by the element and the field in it', () => {
  assert.equal(fieldName('ranges', '[0].range'), 'ranges[0].range')
  assert.equal(fieldName('features', 'a'), 'features.a')
  assert.equal(fieldName('email', ''), 'email')
  assert.equal(fieldName('', 'a.b'), 'a.b')
  assert.equal(fieldName('', ''), '')
})
