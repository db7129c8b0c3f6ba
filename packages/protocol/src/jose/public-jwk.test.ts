import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { signatureAlgorithms } from './algorithms.ts'
import { type JwkFault, readPublicJwk } from './public-jwk.ts'

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ed = generateKeyPairSync('ed25519')
const jwkOf = (key: typeof ec.publicKey) => key.export({ format: 'jwk' })
const faultOf = async (jwk: unknown) => {
  const reading = await readPublicJwk(jwk, signatureAlgorithms)
  return reading.ok ? reading.key.algorithm : reading.fault
}

test('RFC 7517: a public key is read, for the algorithm it names or the one of its kind', async () => {
  assert.equal(await faultOf(jwkOf(ec.publicKey)), 'ES256')
  assert.equal(await faultOf(jwkOf(rsa.publicKey)), 'RS256')
  assert.equal(await faultOf({ ...jwkOf(rsa.publicKey), alg: 'PS256' }), 'PS256')
  assert.equal(await faultOf(jwkOf(ed.publicKey)), 'EdDSA')
  const named = { ...jwkOf(ec.publicKey), use: 'sig', key_ops: ['verify'], kid: 'k', x5c: ['x'] }
  const reading = await readPublicJwk(named, ['ES256'])
  assert.equal(reading.ok && reading.key.kid, 'k')
})

test('a foreign key that is worth nothing is refused, with the reason', async () => {
  const good = jwkOf(ec.publicKey)
  const rsaKey = jwkOf(rsa.publicKey)
  const weak = jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)
  const offCurve = Buffer.from(good.y ?? '', 'base64url')
  offCurve[31] = (offCurve[31] ?? 0) ^ 1
  const zero = Buffer.alloc(32).toString('base64url')
  const table: readonly (readonly [string, unknown, JwkFault])[] = [
    ['nothing', undefined, 'not_an_object'],
    ['a list', [good], 'not_an_object'],
    ['a private EC key', jwkOf(ec.privateKey), 'private_members'],
    ['a private RSA key', jwkOf(rsa.privateKey), 'private_members'],
    ['a secret', { kty: 'oct', k: 'AAAA' }, 'private_members'],
    ['a kind that is unknown', { kty: 'XYZ' }, 'unsupported_key'],
    ['a secret without the secret', { kty: 'oct' }, 'unsupported_key'],
    [
      'another curve',
      jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey),
      'unsupported_key',
    ],
    ['the curve of Bitcoin', { ...good, crv: 'secp256k1' }, 'unsupported_key'],
    ['a key for agreement', jwkOf(generateKeyPairSync('x25519').publicKey), 'unsupported_key'],
    ['a key for encryption', { ...good, use: 'enc' }, 'not_for_signatures'],
    ['a key that may only sign', { ...good, key_ops: ['sign'] }, 'not_for_signatures'],
    ['operations that are no list', { ...good, key_ops: 'verify' }, 'not_for_signatures'],
    ['an algorithm of another kind', { ...good, alg: 'RS256' }, 'unsupported_algorithm'],
    ['HMAC', { ...rsaKey, alg: 'HS256' }, 'unsupported_algorithm'],
    ['none', { ...rsaKey, alg: 'none' }, 'unsupported_algorithm'],
    ['RSA of 1024 bits', weak, 'weak_key'],
    ['RSA with e = 1', { ...rsaKey, e: 'AQ' }, 'weak_key'],
    ['RSA with e = 2', { ...rsaKey, e: 'Ag' }, 'weak_key'],
    [
      'RSA with e of 64 bits',
      { ...rsaKey, e: Buffer.alloc(8, 0xff).toString('base64url') },
      'weak_key',
    ],
    ['RSA without a modulus', { kty: 'RSA', e: 'AQAB' }, 'broken_key'],
    ['a modulus in plain base64', { ...rsaKey, n: `${rsaKey.n}==` }, 'broken_key'],
    ['a point off the curve', { ...good, y: offCurve.toString('base64url') }, 'broken_key'],
    ['the point at zero', { ...good, x: zero, y: zero }, 'broken_key'],
    ['a point without y', { kty: 'EC', crv: 'P-256', x: good.x }, 'broken_key'],
    ['a short coordinate', { ...good, x: 'AAAA' }, 'broken_key'],
    ['a number as x', { ...good, x: 5 }, 'broken_key'],
    [
      'Ed25519 of 31 bytes',
      { ...jwkOf(ed.publicKey), x: Buffer.alloc(31, 1).toString('base64url') },
      'broken_key',
    ],
  ]
  for (const [name, jwk, fault] of table) assert.equal(await faultOf(jwk), fault, name)
})

test('an algorithm that was not asked for is refused', async () => {
  const reading = await readPublicJwk(jwkOf(rsa.publicKey), ['ES256'])
  assert.deepEqual(reading, { ok: false, fault: 'unsupported_algorithm' })
})
