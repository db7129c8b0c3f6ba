import assert from 'node:assert/strict'
import { test } from 'node:test'
import { orderedId } from './ordered-id.ts'

test('an id is 32 hex characters, in the order of its time, and never the same twice', () => {
  const times = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1]
  const ids = times.map(orderedId)
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/)
  assert.deepEqual(ids.toSorted(), ids)
  const many = Array.from({ length: 1000 }, () => orderedId(1))
  assert.equal(new Set(many).size, many.length)
  assert.equal(new Set(many.map((id) => id.slice(0, 12))).size, 1)
})

test('a time beyond what fits still makes an id of that form', () => {
  assert.match(orderedId(2 ** 52), /^[0-9a-f]{32}$/)
})
