import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editDistance, nearestName } from '#config/nearest-name.ts'

test('the distance is the number of letters to change', () => {
  assert.equal(editDistance('', ''), 0)
  assert.equal(editDistance('', 'abc'), 3)
  assert.equal(editDistance('kitten', 'sitting'), 3)
  assert.equal(editDistance('flaw', 'lawn'), 2)
})

test('the nearest name is proposed, and nothing far away', () => {
  const names = ['WATCHWORD_PORT', 'WATCHWORD_HOST']
  assert.equal(nearestName('WATCHWORD_PROT', names), 'WATCHWORD_PORT')
  assert.equal(nearestName('WATCHWORD_HOSTS', names), 'WATCHWORD_HOST')
  assert.equal(nearestName('WATCHWORD_BANANA', names), undefined)
  assert.equal(nearestName('x', []), undefined)
})
