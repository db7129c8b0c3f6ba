import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { factsOfJwks } from './jwk-facts.ts'

const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' })
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })

test('each key of a set: its size, and whether it is used or why not', async () => {
  const keys = [
    { ...rsa(2048), kid: 'a', use: 'sig' },
    { ...rsa(1024), kid: 'weak' },
    { ...curve, kid: 'c' },
    { ...curve, kid: 'e', use: 'enc' },
    { ...curve, kid: 7, alg: 'HS256' },
    'text',
  ]
  const facts = await factsOfJwks({ keys }, ['PS256', 'ES256'])
  assert.ok(facts.ok)
  const rows = facts.keys.map((key) => [
    ...[key.kid, key.kty, key.bits, key.curve, key.use],
    key.isUsed ? key.algorithm : key.fault,
  ])
  assert.deepEqual(rows, [
    ['a', 'RSA', 2048, undefined, 'sig', 'PS256'],
    ['weak', 'RSA', 1024, undefined, undefined, 'weak_key'],
    ['c', 'EC', undefined, 'P-256', undefined, 'ES256'],
    ['e', 'EC', undefined, 'P-256', 'enc', 'not_for_signatures'],
    ['7', 'EC', undefined, 'P-256', undefined, 'unsupported_algorithm'],
    [undefined, undefined, undefined, undefined, undefined, 'not_an_object'],
  ])
  assert.ok(facts.keys.every((key) => key.isUsed || key.advice !== ''))
})

test('what others wrote is short and on one line; a modulus of zeros has no bits', async () => {
  const key = { kty: 'RSA', n: 'AAAA', e: 'AQAB', kid: `\u001b[2J${'x'.repeat(1000)}` }
  const facts = await factsOfJwks({ keys: [key] }, ['RS256'])
  assert.ok(facts.ok && facts.keys[0]?.bits === 0)
  assert.ok((facts.keys[0].kid?.length ?? 0) < 130)
  assert.doesNotMatch(facts.keys[0].kid ?? '', /[^ -~\ufffd…]/)
})

test('what is no set is none', async () => {
  for (const document of [null, [], {}, { keys: {} }, { keys: Array(51).fill({}) }]) {
    assert.equal((await factsOfJwks(document, ['RS256'])).ok, false)
  }
})
