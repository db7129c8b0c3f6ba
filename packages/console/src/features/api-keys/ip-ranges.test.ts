import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allowsEverybody, rangesOf, wrongRanges } from './ip-ranges.ts'

const right = [
  ...['203.0.113.7', '10.0.0.0-10.0.0.99', '10.0.0.1 - 10.0.0.1', '192.0.2.0/24', '0.0.0.0/0'],
  ...['2001:db8::/32', '::1', '2001:DB8::1-2001:db8::ff', '::ffff:192.0.2.1', '1:2:3:4:5:6:7:8'],
]
const wrong = [
  ...['localhost', '10.0.0', '010.0.0.1', '256.0.0.1', '10.0.0.9-10.0.0.1', '10.0.0.1-::1'],
  ...['10.0.0.0/33', '::/129', '10.0.0.0/08', '1-2-3', 'fe80::1%eth0', '0x7f.0.0.1', '10.0.0.1/'],
  ...['1:2:3', '[::1]', '10.0.0.1-', '::1/64/64'],
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
})
