import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { isRocaModulus } from './is-roca-modulus.ts'
import { readPublicJwk } from './public-jwk.ts'

/** The product of the primes below 168: of the library's own product every one of them is a factor. */
const product = [
  ...[2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n, 41n, 43n, 47n, 53n, 59n, 61n, 67n],
  ...[71n, 73n, 79n, 83n, 89n, 97n, 101n, 103n, 107n, 109n, 113n, 127n, 131n, 137n, 139n, 149n],
  ...[151n, 157n, 163n, 167n],
].reduce((all, prime) => all * prime, 1n)

/** What such a modulus looks like, of 2048 bits: a power of 65537, and whatever multiple of the product. */
function rocaLike(power: number): bigint {
  let left = 1n
  for (let index = 0; index < power; index += 1) left = (left * 65_537n) % product
  return (1n << 2047n) - ((1n << 2047n) % product) + product + left
}

test('CVE-2017-15361: moduli of that library are known, those of others are not', async () => {
  for (const power of [0, 1, 2, 77, 4096]) {
    const modulus = rocaLike(power)
    assert.equal(isRocaModulus(modulus), true, `${power}`)
    const n = Buffer.from(modulus.toString(16).padStart(512, '0'), 'hex').toString('base64url')
    const reading = await readPublicJwk({ kty: 'RSA', n, e: 'AQAB' }, ['RS256'])
    assert.deepEqual(reading, { ok: false, fault: 'weak_key' })
    assert.equal(isRocaModulus(modulus + 2n), false, `${power}, and two more`)
  }
  for (let index = 0; index < 5; index += 1) {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { n = '' } = publicKey.export({ format: 'jwk' })
    assert.equal(isRocaModulus(BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`)), false)
  }
})
