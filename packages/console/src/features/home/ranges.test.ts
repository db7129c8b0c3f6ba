import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRange, queryOf } from './ranges.ts'

test('a day is shown by hours, longer times by days', () => {
  const now = Date.parse('2026-01-31T12:00:00Z')
  assert.deepEqual(queryOf('24h', now), { by: 'hour' })
  assert.deepEqual(queryOf('7d', now), { by: 'day', from: '2026-01-25T12:00:00.000Z' })
  assert.deepEqual(queryOf('30d', now), { by: 'day' })
})

test('what an address says is a range, or nothing', () => {
  assert.equal(parseRange('7d'), '7d')
  for (const text of ['', '8d', 7, null, undefined, {}, 'constructor']) {
    assert.equal(parseRange(text), undefined)
  }
})
