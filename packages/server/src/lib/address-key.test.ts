import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressKey } from './address-key.ts'

test('an IPv4 address counts as itself, also inside IPv6', () => {
  assert.equal(addressKey('192.0.2.1'), '192.0.2.1')
  assert.equal(addressKey('::ffff:192.0.2.1'), '192.0.2.1')
  assert.notEqual(addressKey('192.0.2.2'), addressKey('192.0.2.1'))
})

test('an IPv6 address counts as its /64, however it is written', () => {
  const key = addressKey('2001:db8:1:2::1')
  for (const same of [
    '2001:db8:1:2:ffff:ffff:ffff:ffff',
    '2001:DB8:1:2:0::9',
    '2001:db8:1:2::1%eth0',
  ]) {
    assert.equal(addressKey(same), key)
  }
  assert.notEqual(addressKey('2001:db8:1:3::1'), key)
})

test('RFC 7239 section 6: with a port behind it, it is the same address', () => {
  for (const same of ['192.0.2.1:50000', '[::ffff:192.0.2.1]:1']) {
    assert.equal(addressKey(same), '192.0.2.1')
  }
  for (const same of ['[2001:db8:1:2::1]:443', '[2001:db8:1:2::1]']) {
    assert.equal(addressKey(same), addressKey('2001:db8:1:2::1'))
  }
})

test('what is no address counts as itself', () => {
  for (const text of ['not:an:address', '192.0.2:1', '192.0.2.1:', '192.0.2.1:1:1', '[]:1']) {
    assert.equal(addressKey(text), text)
  }
})
