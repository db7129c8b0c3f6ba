import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isJsonpCallback } from './jsonp.ts'

test('contract README "JSONP": dotted identifiers are callbacks', () => {
  const callbacks = ['F', 'cb', '$', '_x1', 'lpTag.callback', 'a.b.c.d.e', `a${'b'.repeat(63)}`]
  for (const text of callbacks) assert.equal(isJsonpCallback(text), true, text)
})

test('contract README "JSONP": anything that could be script or mark-up is refused', () => {
  const refused = [
    ...['', '1a', 'a b', 'a()', 'a;b', 'a[0]', 'a..b', '.a', 'a.', 'a.1', 'a-b', 'é', 'a\n'],
    ...['<script>', 'alert(1)//', 'a/**/', "a'b", 'a"b', 'a\u2028b', 'a.b.c.d.e.f'],
    `a${'b'.repeat(64)}`,
  ]
  for (const text of refused) assert.equal(isJsonpCallback(text), false, JSON.stringify(text))
})

test('contract README "JSONP": a callback is never longer than 512 characters', () => {
  assert.equal(isJsonpCallback(`a.${'b'.repeat(510)}`), true)
  assert.equal(isJsonpCallback(`a.${'b'.repeat(511)}`), false)
})

test('contract README "JSONP": a callback holds nothing but word characters, $ and dots', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      return !isJsonpCallback(text) || /^[A-Za-z0-9_$.]+$/.test(text)
    }),
  )
})
