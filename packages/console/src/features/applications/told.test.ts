import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
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

test('two answers say the same exactly if they are equal, whatever they hold', () => {
  const shuffled = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const entries = Object.entries(value).map(([name, inner]) => [name, shuffled(inner)])
    return Object.fromEntries(entries.toReversed())
  }
  const member = fc.oneof(fc.constantFrom('__proto__', 'toJSON', '1', ''), fc.string())
  const some = fc.dictionary(member, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
  const answer = (others: object) => ({ client_name: 'a', ...others })
  fc.assert(
    fc.property(some, (others) => {
      const one = answer(others)
      assert.ok(isSameManifest(one, answer(Object(shuffled(others)))))
      assert.ok(!isSameManifest(one, { ...one, client_name: 'b' }))
      assert.ok(!isSameManifest(one, { ...one, 'one more': null }))
    }),
  )
  const nested = (x: unknown) => answer({ own: [{ a: { x, y: 1 } }] })
  assert.ok(!isSameManifest(nested(1), nested('1')))
  assert.ok(!isSameManifest(nested({}), nested([])))
})

test('names that every object has are told as they are', () => {
  const strange: object = JSON.parse('{"__proto__":1,"toString":null,"constructor":[]}')
  assert.deepEqual(toldOf({ client_name: 'a', ...strange }, {}), [
    ['client_name', 'a'],
    ['__proto__', '1'],
    ['toString', 'null'],
    ['constructor', '[]'],
  ])
})
