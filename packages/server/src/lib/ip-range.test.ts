import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { contains, parseIpAddress, parseIpRange } from '#lib/ip-range.ts'

function isIn(range: string, address: string): boolean {
  const parsedRange = parseIpRange(range)
  const parsedAddress = parseIpAddress(address)
  assert.ok(parsedRange, range)
  assert.ok(parsedAddress, address)
  return contains(parsedRange, parsedAddress)
}

describe('an address', () => {
  for (const text of ['0.0.0.0', '192.0.2.1', '255.255.255.255', '::', '::1', '2001:db8::1']) {
    test(`${text} is read`, () => assert.ok(parseIpAddress(text)))
  }

  test('RFC 4291 section 2.2: different spellings are one address', () => {
    const expected = parseIpAddress('2001:db8::1')
    for (const text of ['2001:DB8:0:0:0:0:0:1', '2001:0db8::0001', '2001:db8::0.0.0.1']) {
      assert.deepEqual(parseIpAddress(text), expected)
    }
  })

  test('RFC 4291 section 2.5.5.2: an IPv4-mapped address is its IPv4 address', () => {
    for (const text of ['::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:c000:0201']) {
      assert.deepEqual(parseIpAddress(text), parseIpAddress('192.0.2.1'))
    }
  })

  // biome-ignore format: a table
  const hostile = [
    '', ' ', '192.0.2.1 ', ' 192.0.2.1', '192.0.2.1\n', '192.0.2.01', '0300.0.2.1', '0xc0.0.2.1',
    '192.0.2', '192.513', '3221225985', '0xc0000201', '256.0.0.1', '192.0.2.1.1', '192.0.2.-1',
    '192.0.2.1:80', 'fe80::1%eth0', 'fe80::1%1', '::%', '[::1]', ':', ':::', '1::2::3', '12345::',
    '::ffff:192.0.2.256', '::ffff:192.0.2.01', 'localhost', '１９２.0.2.1', '192.0.2.1\0', '*',
  ]
  for (const text of hostile) {
    test(`${JSON.stringify(text)} is refused`, () => {
      assert.equal(parseIpAddress(text), undefined)
      assert.equal(parseIpRange(text), undefined)
    })
  }
})

describe('a range', () => {
  const inside = [
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1-192.0.2.9', '192.0.2.1'],
    ['192.0.2.1-192.0.2.9', '192.0.2.9'],
    ['192.0.2.0/24', '192.0.2.255'],
    ['192.0.2.77/24', '192.0.2.0'],
    ['0.0.0.0/0', '203.0.113.9'],
    ['192.0.2.1/32', '::ffff:192.0.2.1'],
    ['::ffff:192.0.2.0/120', '192.0.2.9'],
    ['::ffff:192.0.2.1-192.0.2.3', '192.0.2.2'],
    ['2001:db8::/32', '2001:db8:ffff::1'],
    ['::1', '0:0:0:0:0:0:0:1'],
    ['::/0', 'ffff::'],
    ['2001:db8::1-2001:db8::ff', '2001:db8::80'],
  ] as const
  for (const [range, address] of inside) {
    test(`${range} holds ${address}`, () => assert.equal(isIn(range, address), true))
  }

  const outside = [
    ['192.0.2.1', '192.0.2.2'],
    ['192.0.2.1-192.0.2.9', '192.0.2.10'],
    ['192.0.2.0/24', '192.0.3.0'],
    ['192.0.2.0/25', '192.0.2.128'],
    ['0.0.0.0/0', '::1'],
    ['::/0', '192.0.2.1'],
    ['::/0', '::ffff:192.0.2.1'],
    ['2001:db8::/32', '2001:db9::'],
    ['::1/128', '::2'],
  ] as const
  for (const [range, address] of outside) {
    test(`${range} does not hold ${address}`, () => assert.equal(isIn(range, address), false))
  }

  // biome-ignore format: a table
  const refused = [
    '192.0.2.9-192.0.2.1', '::2-::1', '192.0.2.1-2001:db8::1', '::1-192.0.2.1', '192.0.2.1-',
    '-192.0.2.1', '-', '192.0.2.1-192.0.2.2-192.0.2.3', '192.0.2.0/33', '192.0.2.0/-1',
    '192.0.2.0/', '/24', '192.0.2.0/024', '192.0.2.0/+24', '192.0.2.0/1e1', '192.0.2.0/24/24',
    '192.0.2.0/255.255.255.0', '192.0.2/24', '::/129', 'fe80::%eth0/64', '::ffff:192.0.2.0/95',
    '192.0.2.0/24-192.0.3.0/24', '192.0.2.1 - 192.0.2.2', '192.0.2.1,192.0.2.2',
  ]
  for (const text of refused) {
    test(`${text} is refused`, () => assert.equal(parseIpRange(text), undefined))
  }
})

test('no text makes either parser throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:.%/-]{0,40}$/)), (text) => {
      parseIpAddress(text)
      parseIpRange(text)
    }),
  )
})

test('every block holds its own address, and a range holds exactly what lies between', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      assert.equal(isIn(`${address}/${prefix}`, address), true)
    }),
  )
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 96, max: 128 }), (address, prefix) => {
      assert.equal(isIn(`${address}/${prefix}`, address), true)
    }),
  )
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.ipV4(), (a, b, c) => {
      const value = (text: string): bigint => parseIpAddress(text)?.value ?? -1n
      const range = parseIpRange(`${a}-${b}`)
      assert.equal(range !== undefined, value(a) <= value(b))
      const between = value(a) <= value(c) && value(c) <= value(b)
      if (range !== undefined) assert.equal(isIn(`${a}-${b}`, c), between)
    }),
  )
})
