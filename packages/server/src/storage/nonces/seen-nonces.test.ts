import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import type { NonceClaim } from './nonce-store.ts'
import { createSeenNonces } from './seen-nonces.ts'

const claim = (timestamp: number, hash: Buffer = randomBytes(20)): NonceClaim => ({
  timestamp,
  hash,
})

describe('nonces in memory', () => {
  test('one is there once it was added, at its timestamp alone', () => {
    const seen = createSeenNonces()
    const one = claim(100)
    assert.equal(seen.has(one), false)
    seen.add(one)
    assert.equal(seen.has(one), true)
    assert.equal(seen.has(claim(101, one.hash)), false)
    assert.equal(seen.count(), 1)
  })

  test('however many there are, each is found and no other', () => {
    const seen = createSeenNonces()
    const added = Array.from({ length: 20_000 }, (_, index) => claim(100 + (index % 3)))
    for (const one of added) seen.add(one)
    for (const one of added) seen.add(one)
    assert.equal(seen.count(), added.length)
    assert.equal(added.every(seen.has), true)
    const others = added.map(({ timestamp }) => claim(timestamp))
    assert.equal(others.some(seen.has), false)
  })

  test('a hash that begins with zeros is one like any other', () => {
    const seen = createSeenNonces()
    const zeros = claim(100, Buffer.alloc(20))
    assert.equal(seen.has(zeros), false)
    seen.add(zeros)
    assert.equal(seen.has(zeros), true)
    for (let count = 0; count < 1000; count += 1) seen.add(claim(100))
    assert.equal(seen.has(zeros), true)
  })

  test('hashes that differ in one half alone are told apart', () => {
    const seen = createSeenNonces()
    const halves = Array.from({ length: 5000 }, (_, index) => {
      const hash = Buffer.alloc(20)
      hash.writeUInt32LE(index + 1, index % 2 === 0 ? 0 : 4)
      return claim(100, hash)
    })
    for (const one of halves) {
      assert.equal(seen.has(one), false)
      seen.add(one)
    }
    assert.equal(halves.every(seen.has), true)
  })

  test('the old are forgotten, the others stay', () => {
    const seen = createSeenNonces()
    const [old, edge, young] = [claim(99), claim(100), claim(101)]
    for (const one of [old, edge, young]) seen.add(one)
    seen.forget(100)
    assert.deepEqual([old, edge, young].map(seen.has), [false, true, true])
    assert.equal(seen.count(), 2)
  })
})
