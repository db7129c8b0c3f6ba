import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameManifest, toldOf } from './told.ts'

test('each member is told under the name that people know', () => {
  const manifest = { client_name: 'a', redirect_uris: ['x'], own: { a: 1 }, require_pkce: false }
  assert.deepEqual(toldOf(manifest, { redirect_uris: 'Redirect URIs' }), [
    ['client_name', 'a'],
    ['Redirect URIs', '["x"]'],
    ['own', '{"a":1}'],
    ['require_pkce', 'false'],
  ])
})

test('the order of members is no difference, that of a list is', () => {
  const one = { client_name: 'a', scope: 'b', capabilities: { x: 1, y: [1, 2] } }
  assert.ok(
    isSameManifest(one, { capabilities: { y: [1, 2], x: 1 }, scope: 'b', client_name: 'a' }),
  )
  assert.ok(!isSameManifest(one, { ...one, capabilities: { x: 1, y: [2, 1] } }))
  assert.ok(!isSameManifest(one, { ...one, scope: 'c' }))
})
