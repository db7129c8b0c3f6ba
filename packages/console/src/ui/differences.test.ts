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
