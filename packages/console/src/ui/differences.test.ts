import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differencesTold } from './differences.ts'

test('what both say alike is no difference; what one leaves unsaid is', () => {
  const mine = [
    ['Name', 'Spring'],
    ['Skill', 'Orders'],
    ['Language', 'en'],
  ] as const
  const theirs = [
    ['Name', 'Summer'],
    ['Skill', 'Orders'],
    ['Place', 'everywhere'],
  ] as const
  assert.deepEqual(differencesTold(mine, theirs, '–'), [
    { field: 'Name', mine: 'Spring', theirs: 'Summer' },
    { field: 'Language', mine: 'en', theirs: '–' },
    { field: 'Place', mine: '–', theirs: 'everywhere' },
  ])
})

test('an empty text is as good as none: two that show the same are no difference', () => {
  assert.deepEqual(differencesTold([['Note', '']], [], '–'), [])
  assert.deepEqual(differencesTold([], [['Note', '']], '–'), [])
  assert.deepEqual(differencesTold([['Note', '']], [['Note', '–']], '–'), [])
  assert.deepEqual(differencesTold([['Note', '']], [['Note', 'x']], '–'), [
    { field: 'Note', mine: '–', theirs: 'x' },
  ])
})

test('fields may be called as members of every object are', () => {
  assert.deepEqual(differencesTold([['__proto__', 'a']], [['constructor', 'b']], '–'), [
    { field: '__proto__', mine: 'a', theirs: '–' },
    { field: 'constructor', mine: '–', theirs: 'b' },
  ])
})
