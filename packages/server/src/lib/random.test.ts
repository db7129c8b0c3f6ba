import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomHex, randomInteger, randomPassword } from './random.ts'

test('random hex has two digits for each byte, and never comes twice', () => {
  const many = Array.from({ length: 1000 }, () => randomHex(32))
  for (const text of many) assert.match(text, /^[0-9a-f]{64}$/)
  assert.equal(new Set(many).size, 1000)
})

test('random hex of any length is as long as asked for, however many bytes were fetched at once', () => {
  const lengths = [0, 1, 16, 4095, 4096, 4097, 32, 10_000]
  assert.deepEqual(
    lengths.map((bytes) => randomHex(bytes).length),
    lengths.map((bytes) => bytes * 2),
  )
  const many = Array.from({ length: 2000 }, (_, index) => randomHex(8 + (index % 7)).slice(0, 16))
  assert.equal(new Set(many).size, 2000)
})

test('a random integer is in its range, the low end included, the high end not', () => {
  const seen = new Set(Array.from({ length: 500 }, () => randomInteger(5, 8)))
  assert.deepEqual([...seen].sort(), [5, 6, 7])
})

test('a generated password has four groups of six, without look-alikes', () => {
  const many = Array.from({ length: 500 }, () => randomPassword())
  for (const password of many) assert.match(password, /^([a-zA-Z2-9]{6}-){3}[a-zA-Z2-9]{6}$/)
  assert.doesNotMatch(many.join(''), /[01lIO]/)
  assert.equal(new Set(many).size, 500)
})

test('a generated password uses its whole alphabet of 56, evenly', () => {
  const counts = new Map<string, number>()
  for (let made = 0; made < 2000; made += 1) {
    for (const letter of randomPassword().replaceAll('-', '')) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
  }
  assert.equal(counts.size, 56)
  const expected = (2000 * 24) / 56
  for (const [letter, count] of counts) {
    assert.ok(Math.abs(count - expected) < expected / 3, `${letter} came ${count} times`)
  }
})
