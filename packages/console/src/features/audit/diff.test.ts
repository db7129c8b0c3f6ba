import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cutDifference, fieldChanges } from './diff.ts'

const json = JSON.stringify

test('two objects: only the fields that differ, by their paths', () => {
  const before = json({ name: 'a', list: [1, 2], deep: { x: null, y: true }, gone: {} })
  const after = json({ name: 'b', list: [1, 3, 4], deep: { x: 'null', y: true } })
  assert.deepEqual(fieldChanges(before, after), [
    { path: 'name', before: 'a', after: 'b' },
    { path: 'list[1]', before: '2', after: '3' },
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
