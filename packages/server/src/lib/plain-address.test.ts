import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainAddress } from './plain-address.ts'

test('one spelling of an address, however it came', () => {
  for (const [text, plain] of [
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['192.0.2.1:50000', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:1', '192.0.2.1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['::1', '::1'],
  ] as const) {
    assert.equal(plainAddress(text), plain, text)
    assert.equal(plainAddress(plain), plain)
  }
})

test('what is no address stays as it is', () => {
  for (const text of ['', 'unknown', 'a:b', '192.0.2:1', '192.0.2.1:', '192.0.2.1:1:1', '[]:1']) {
    assert.equal(plainAddress(text), text)
  }
})
