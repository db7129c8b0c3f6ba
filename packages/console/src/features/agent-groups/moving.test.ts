import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flipped, moveOf, parentOf } from './moving.ts'

test('a group is moved to where it is not yet', () => {
  assert.equal(moveOf({ parentGroupId: 3 }, '4'), 4)
  assert.equal(moveOf({ parentGroupId: 3 }, '-1'), -1, 'the root')
  assert.equal(moveOf({ parentGroupId: 3 }, '3'), undefined)
})

test('without a choice nothing moves: there is no group 0', () => {
  for (const place of [{ parentGroupId: null }, {}]) {
    assert.equal(parentOf(place), '')
    assert.equal(moveOf(place, ''), undefined)
    assert.equal(moveOf(place, '7'), 7)
  }
  assert.equal(moveOf({ parentGroupId: 3 }, ''), undefined)
})

test('a branch that is open is closed, one that is closed is open, and the others stay', () => {
  const closed = new Set([1, 2])
  assert.deepEqual(flipped(closed, 2), new Set([1]))
  assert.deepEqual(flipped(closed, 3), new Set([1, 2, 3]))
  assert.deepEqual(flipped(flipped(closed, -1), -1), closed)
  assert.deepEqual(closed, new Set([1, 2]))
})
