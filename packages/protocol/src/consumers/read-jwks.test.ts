import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { mostJwks, readJwks } from './read-jwks.ts'

const jwkOf = (kid: string | undefined) => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  ...(kid !== undefined && { kid }),
})

test('RFC 7517 section 5: usable keys are read, the others left out with their reason', async () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
    format: 'jwk',
  })
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({
    format: 'jwk',
  })
  const keys = [
    jwkOf('a'),
    jwkOf(undefined),
    { ...jwkOf('enc'), use: 'enc' },
    { ...rsa, kid: 'r' },
    { ...weak, kid: 'w' },
    { kty: 'future', kid: 'f' },
    null,
    { kty: 'oct', k: 'AAAA', kid: {} },
  ]
  const reading = await readJwks(JSON.stringify({ keys, more: 1 }), ['RS256', 'ES256'])
  assert.ok(reading.ok)
  const used = reading.keys.map(({ kid, algorithm }) => [kid, algorithm])
  assert.deepEqual(used, [
    ['a', 'ES256'],
    [undefined, 'ES256'],
    ['r', 'RS256'],
  ])
  assert.deepEqual(reading.leftOut, [
    { kid: 'enc', fault: 'not_for_signatures' },
    { kid: 'w', fault: 'weak_key' },
    { kid: 'f', fault: 'unsupported_key' },
    { kid: undefined, fault: 'not_an_object' },
    { kid: undefined, fault: 'private_members' },
  ])
})

test('an RSA key without alg is for the algorithm that the connector accepts', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const text = JSON.stringify({ keys: [publicKey.export({ format: 'jwk' })] })
  const reading = await readJwks(text, ['PS256'])
  assert.equal(reading.ok && reading.keys[0]?.algorithm, 'PS256')
})

test('what is no key set is refused, with the reason', async () => {
  const table: readonly (readonly [string, RegExp])[] = [
    ['', /valid JSON/],
    ['<html>', /valid JSON/],
    ['[]', /no list/],
    ['null', /no list/],
    ['{"keys":"x"}', /no list/],
    ['{"keys":[],"keys":[]}', /twice/],
    [JSON.stringify(jwkOf('a')), /one key/],
    [JSON.stringify({ keys: Array.from({ length: mostJwks + 1 }, () => null) }), /more than/],
    ['['.repeat(100_000), /valid JSON/],
  ]
  for (const [text, reason] of table) {
    const reading = await readJwks(text, ['ES256'])
    assert.match(reading.ok ? 'read' : reading.reason, reason)
  }
  const empty = await readJwks('{"keys":[]}', ['ES256'])
  assert.deepEqual(empty, { ok: true, keys: [], leftOut: [] })
})
