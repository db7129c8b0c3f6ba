import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countsById } from './user-counts.ts'

test('counts are found by id; of what nobody refers to there are none', () => {
  const countOf = countsById({
    total: 9,
    counts: [
      { id: -1, users: 3, managers: 1 },
      { id: 7, users: 2 },
    ],
  })
  assert.deepEqual(countOf(-1), { users: 3, managers: 1 })
  assert.deepEqual(countOf(7), { users: 2, managers: 0 })
  assert.deepEqual(countOf(8), { users: 0, managers: 0 })
  assert.deepEqual(countsById({ total: 9 })(7), { users: 0, managers: 0 })
})
