import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestIdOf } from '#http/plugins/request-id.ts'

test('a request without an id gets one of its own, in the form of a UUID', () => {
  const ids = new Set(Array.from({ length: 1000 }, () => requestIdOf({ headers: {} })))
  assert.equal(ids.size, 1000)
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

test('a harmless id is kept; one that could forge a line of the log is not', () => {
  assert.equal(requestIdOf({ headers: { 'x-request-id': 'req-1.a_B' } }), 'req-1.a_B')
  for (const sent of ['', 'a b', 'a\nb', '"', 'x'.repeat(65), 'ü']) {
    assert.notEqual(requestIdOf({ headers: { 'x-request-id': sent } }), sent)
  }
})
