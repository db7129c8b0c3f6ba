import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { equalInConstantTime, sha256Hex } from './digest.ts'

test('FIPS 180-4: SHA-256 of the published examples', () => {
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  assert.equal(sha256Hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test('texts are equal if, and only if, they are the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      assert.equal(equalInConstantTime(a, b), a === b)
      assert.equal(equalInConstantTime(a, a), true)
    }),
  )
})

test('texts of different lengths are compared without an error', () => {
  assert.equal(equalInConstantTime('', 'a'.repeat(100_000)), false)
  assert.equal(equalInConstantTime('abc', 'abcd'), false)
})
