import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { allowsEverybody, rangesOf, wrongRanges } from './ip-ranges.ts'

const right = [
  ...['203.0.113.7', '10.0.0.0-10.0.0.99', '10.0.0.1 - 10.0.0.1', '192.0.2.0/24', '0.0.0.0/0'],
  ...['2001:db8::/32', '::1', '2001:DB8::1-2001:db8::ff', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8'],
  ...[
    '::ffff:10.0.0.1-10.0.0.9',
    '10.0.0.1-::ffff:a00:2',
    '::ffff:10.0.0.0/104',
    '255.255.255.255/32',
  ],
  ...['::/128', '1::-1::', '::ffff:0:0/96'],
]
const wrong = [
  ...['localhost', '10.0.0', '010.0.0.1', '256.0.0.1', '10.0.0.9-10.0.0.1', '10.0.0.1-::1'],
  ...['10.0.0.0/33', '::/129', '10.0.0.0/08', '1-2-3', 'fe80::1%eth0', '0x7f.0.0.1', '10.0.0.1/'],
  ...['1:2:3', '[::1]', '10.0.0.1-', '::1/64/64'],
  ...[
    '::ffff:10.0.0.1/24',
    '::ffff:10.0.0.1/95',
    '::ffff:10.0.0.9-10.0.0.1',
    '1::2::3',
    ':',
    '/',
    '-',
  ],
  ...[
    '10.0.0.1/-1',
    '10.0.0.1/1e1',
    '1:2:3:4:5:6:7:8:9',
    '::1]/x',
    '١٠.0.0.1',
    '10.0.0.1/32 10.0.0.1/32',
  ],
]

describe('IP ranges', () => {
  test('are one for each line or comma', () => {
    assert.deepEqual(rangesOf(' 10.0.0.1 - 10.0.0.9,::1 \n\n192.0.2.0/24\n'), [
      ...['10.0.0.1-10.0.0.9', '::1', '192.0.2.0/24'],
    ])
    assert.deepEqual(rangesOf('\n ,'), [])
  })
  for (const range of right) test(`${range} is one`, () => assert.deepEqual(wrongRanges(range), []))
  for (const range of wrong) {
    test(`${range} is none`, () => assert.deepEqual(wrongRanges(range), [range]))
  }
  test('that hold everybody limit nothing', () => {
    assert.ok(allowsEverybody('10.0.0.1\n0.0.0.0/0'))
    assert.ok(allowsEverybody('::/0'))
    assert.ok(!allowsEverybody('10.0.0.0/8'))
  })
  test('that hold everybody are found however they are written', () => {
    for (const range of [
      ...['fe80::/0', '10.0.0.1/0', '0.0.0.0 - 255.255.255.255', '::ffff:1.2.3.4/96'],
      '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ]) {
      assert.ok(allowsEverybody(range), range)
    }
    for (const range of [
      ...['', '::/1', '0.0.0.0/1', '0.0.0.1-255.255.255.255', '0.0.0.0-255.255.255.254', '::1'],
      ...['0.0.0.0-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'x/0', '0.0.0.0/0/0', '0.0.0.0/00'],
    ]) {
      assert.ok(!allowsEverybody(range), range)
    }
  })
  test('of one family are right exactly if they do not run backwards', () => {
    const written = (value: bigint) =>
      Array.from({ length: 8 }, (_, index) =>
        ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
      ).join(':')
    // Below, IPv4 addresses begin to be written as IPv6 ones.
    const value = fc.bigInt({ min: 1n << 48n, max: (1n << 128n) - 1n })
    fc.assert(
      fc.property(value, value, (one, other) => {
        const range = `${written(one)}-${written(other)}`
        assert.deepEqual(wrongRanges(range), one <= other ? [] : [range])
      }),
    )
  })
})
