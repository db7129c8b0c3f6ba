import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { signatureAlgorithms } from '../jose/algorithms.ts'
import { type PastedKeyFault, type PastedKeyForm, readPublicKey } from './read-public-key.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const ed = generateKeyPairSync('ed25519')

const pemOf = (key: KeyObject, type: 'spki' | 'pkcs1' = 'spki') =>
  key.export({ format: 'pem', type }).toString()
const bareOf = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64')
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' })
const pem = pemOf(rsa.publicKey)
const bare = bareOf(rsa.publicKey)

/** A self-signed certificate of an RSA key with 2048 bits: `openssl req -x509 -subj /CN=brand.example`. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIDEzCCAfugAwIBAgIUOzF3arTwAoGYBytpkIwGac72MbIwDQYJKoZIhvcNAQEL
BQAwGDEWMBQGA1UEAwwNYnJhbmQuZXhhbXBsZTAgFw0yNjExMjIxOTE2MzNaGA8y
MTI2MTAyOTE5MTYzM1owGDEWMBQGA1UEAwwNYnJhbmQuZXhhbXBsZTCCASIwDQYJ
KoZIhvcNAQEBBQADggEPADCCAQoCggEBAMZzBhQwWlI09W64VPHS5YgeRdEPv1f6
bsMPM5qEyIf1WLm/XVKByKt+taLiWDafmc+1tBLN+xRAA0AV7rrgs8bHFX1r6NMX
GZox3jV9SbVN1MyrogA763BD3AE9biGqMHvDrvecLm7pBqg0r5p561uhTbt6kruO
RGwJzEX8Udrg6P2uMDIfyZB2aaBU0vlozE0H7NOZnWynnJB0bi1zddgHZOduVCVf
vpp+PKEZFNXintndMQ07BEXUbq/INvoJhqNe38muCx7NDLPbeRzJYM9gRWS2wGrS
Fwt/DUpMAi4ujWGvlJbJAcKEUcpmfUBIsC20yxrrR8c6osLzjiXZQfECAwEAAaNT
MFEwHQYDVR0OBBYEFIlSPxFvT0WcQQifgflAKjSjAiWEMB8GA1UdIwQYMBaAFIlS
PxFvT0WcQQifgflAKjSjAiWEMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEL
BQADggEBAEVtbfgCDw7+zIzHKTCVcxKroPB6dcklBHjWNy81b2xFJDhISe9xShHH
w6B4SXP4tqeRbxKa0DoADRBAn+hlVBjYxzCt8qC+xIFyhbsG8UX5C541lXhVIFud
1dn10SxiMgRMwsc8TEl0NAiKmQIWIBKORWP/yRbdXuKKxXlLkmSMFC8ZLw5q5j0L
L9WHV95GlNyX941aHpoODlpCqEF/a5pO1rTE9oSkNWFaCKAFiskTZ7EtgeeN6GMB
t16royiSc8lnuhF6U34ZI6mjXeijj9iSQZh9KDgnzqFO9VB2cazAl68tjthXZZXH
TUJLbjIq41A2nA8ql649KMxor14UaN0=
-----END CERTIFICATE-----`

async function formOf(pasted: string): Promise<string> {
  const reading = await readPublicKey(pasted, signatureAlgorithms)
  return reading.ok ? reading.form : reading.fault
}

test('contract 3 section 3.1 and section 18: every form in which people paste a public key is read', async () => {
  const table: readonly (readonly [string, string, PastedKeyForm])[] = [
    ['base64 without headers', bare, 'base64'],
    ['base64 in lines', bare.replace(/.{64}/g, '$&\n'), 'base64'],
    ['base64 with white space around', `\n\t ${bare} \r\n`, 'base64'],
    ['the other alphabet', bare.replaceAll('+', '-').replaceAll('/', '_'), 'base64'],
    ['PEM', pem, 'pem'],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n'), 'pem'],
    ['PEM with CR', pem.replaceAll('\n', '\r'), 'pem'],
    ['PEM with escaped line ends', pem.replaceAll('\n', '\\n'), 'pem'],
    ['PEM with escaped CRLF', pem.replaceAll('\n', '\\r\\n'), 'pem'],
    ['PEM in quotes', JSON.stringify(pem), 'pem'],
    ['PEM in one line', pem.replaceAll('\n', ' '), 'pem'],
    ['PEM without line ends', pem.replaceAll('\n', ''), 'pem'],
    ['PEM with words around', `Our key:\n${pem}\nKind regards`, 'pem'],
    ['a byte order mark in front', `\uFEFF${pem}`, 'pem'],
    ['PKCS#1', pemOf(rsa.publicKey, 'pkcs1'), 'pem'],
    ['EC', pemOf(ec.publicKey), 'pem'],
    ['Ed25519', bareOf(ed.publicKey), 'base64'],
    ['a certificate', certificate, 'certificate'],
    ['a certificate without headers', certificate.replace(/-----[A-Z ]+-----/g, ''), 'certificate'],
    ['a JWK', JSON.stringify(jwkOf(rsa.publicKey)), 'jwk'],
    ['a JWK in lines', JSON.stringify(jwkOf(ec.publicKey), undefined, 2), 'jwk'],
    ['a set', JSON.stringify({ keys: [jwkOf(rsa.publicKey)] }), 'jwks'],
    ['a list of JWKs', JSON.stringify([jwkOf(rsa.publicKey)]), 'jwks'],
    [
      'a set with a key of another curve',
      JSON.stringify({
        keys: [
          generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey.export({ format: 'jwk' }),
          jwkOf(rsa.publicKey),
        ],
      }),
      'jwks',
    ],
    [
      'a set with a key for encryption',
      JSON.stringify({ keys: [{ ...jwkOf(rsa.publicKey), use: 'enc' }, jwkOf(ec.publicKey)] }),
      'jwks',
    ],
  ]
  for (const [name, pasted, form] of table) assert.equal(await formOf(pasted), form, name)
})

test('several PEM blocks are several keys, each with its algorithm', async () => {
  const reading = await readPublicKey(`${pem}\n${pemOf(ec.publicKey)}`, signatureAlgorithms)
  assert.deepEqual(reading.ok && reading.keys.map(({ algorithm }) => algorithm), ['RS256', 'ES256'])
})

test('a key that names no algorithm is for the first that the connector accepts of its kind', async () => {
  const algorithmsOf = async (pasted: string, algorithms: readonly ('RS256' | 'PS256')[]) => {
    const reading = await readPublicKey(pasted, algorithms)
    return reading.ok ? reading.keys.map(({ algorithm }) => algorithm) : reading.fault
  }
  assert.deepEqual(await algorithmsOf(bare, ['PS256']), ['PS256'])
  assert.deepEqual(await algorithmsOf(bare, ['RS256', 'PS256']), ['RS256'])
  assert.equal(await algorithmsOf(bareOf(ec.publicKey), ['RS256']), 'unsupported_algorithm')
  const named = JSON.stringify({ ...jwkOf(rsa.publicKey), alg: 'PS256', kid: 'k1' })
  assert.equal(await algorithmsOf(named, ['RS256']), 'unsupported_algorithm')
  const reading = await readPublicKey(named, ['PS256'])
  assert.equal(reading.ok && reading.keys[0]?.kid, 'k1')
})

test('what is no good public key is refused for its reason, with advice, and nothing of it is repeated', async () => {
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const bitcoin = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
  const agreement = generateKeyPairSync('x25519')
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
  const privatePem = (key: KeyObject) => key.export({ format: 'pem', type: 'pkcs8' }).toString()
  const table: readonly (readonly [string, string, PastedKeyFault])[] = [
    ['nothing', '', 'empty'],
    ['white space', ' \n', 'empty'],
    ['the magic value', 'CONSUMER_DELEGATION', 'delegation_only'],
    ['the magic value, with white space', ' CONSUMER_DELEGATION\n', 'delegation_only'],
    ['a private key', privatePem(rsa.privateKey), 'private_key'],
    [
      'a private key with escapes',
      privatePem(rsa.privateKey).replaceAll('\n', '\\n'),
      'private_key',
    ],
    [
      'an old private key',
      rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
      'private_key',
    ],
    ['a private EC key', privatePem(ec.privateKey), 'private_key'],
    [
      'a private key without headers',
      rsa.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      'private_key',
    ],
    [
      'an old private key without headers',
      rsa.privateKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'),
      'private_key',
    ],
    [
      'an encrypted private key',
      rsa.privateKey
        .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'private_key',
    ],
    ['a public key, then its private one', pem + privatePem(rsa.privateKey), 'private_key'],
    ['a private JWK', JSON.stringify(jwkOf(rsa.privateKey)), 'private_members'],
    ['a shared secret', '{"kty":"oct","k":"AAAA"}', 'private_members'],
    [
      'a set with a private key',
      JSON.stringify({ keys: [jwkOf(ec.privateKey)] }),
      'private_members',
    ],
    [
      'a set with a weak key',
      JSON.stringify({ keys: [jwkOf(ec.publicKey), jwkOf(weak.publicKey)] }),
      'weak_key',
    ],
    [
      'a set of another curve',
      JSON.stringify({ keys: [jwkOf(p384.publicKey)] }),
      'unsupported_key',
    ],
    ['1024 bits', bareOf(weak.publicKey), 'weak_key'],
    ['1024 bits in a JWK', JSON.stringify(jwkOf(weak.publicKey)), 'weak_key'],
    ['another curve', pemOf(p384.publicKey), 'unsupported_key'],
    ['the curve of Bitcoin', pemOf(bitcoin.publicKey), 'unsupported_key'],
    ['a key for agreement', pemOf(agreement.publicKey), 'unsupported_key'],
    ['a key for PSS alone', pemOf(pss.publicKey), 'unsupported_key'],
    [
      'a key for encryption',
      JSON.stringify({ ...jwkOf(rsa.publicKey), use: 'enc' }),
      'not_for_signatures',
    ],
    [
      'a set for encryption',
      JSON.stringify({ keys: [{ ...jwkOf(rsa.publicKey), use: 'enc' }] }),
      'not_for_signatures',
    ],
    ['an empty set', '{"keys":[]}', 'not_a_key'],
    [
      'a set of many',
      JSON.stringify({ keys: Array.from({ length: 11 }, () => jwkOf(ec.publicKey)) }),
      'too_many',
    ],
    ['many blocks', pem.repeat(11), 'too_many'],
    ['keys that are no list', '{"keys":{}}', 'not_a_key'],
    ['broken JSON', '{"kty":"RSA",', 'not_a_key'],
    ['n twice', '{"kty":"RSA","n":"AQAB","n":"AQAB"}', 'not_a_key'],
    [
      'a modulus in plain base64',
      JSON.stringify({ ...jwkOf(rsa.publicKey), n: `${jwkOf(rsa.publicKey).n}==` }),
      'broken_key',
    ],
    ['a key for SSH', 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ me@host', 'ssh_key'],
    ['words', 'our public key', 'not_a_key'],
    ['an address', 'https://brand.example/jwks', 'not_a_key'],
    ['base64 of something', Buffer.from('something').toString('base64'), 'not_a_key'],
    ['half of a key', bare.slice(0, 100), 'not_a_key'],
    ['a header without a footer', pem.split('-----END')[0] ?? '', 'not_a_key'],
    ['another footer', pem.replace('END PUBLIC', 'END RSA PUBLIC'), 'not_a_key'],
    ['dashes', '-----'.repeat(1000), 'not_a_key'],
    ['too long', 'A'.repeat(65_537), 'too_long'],
  ]
  for (const [name, pasted, fault] of table) {
    const reading = await readPublicKey(pasted, signatureAlgorithms)
    assert.equal(reading.ok ? 'read' : reading.fault, fault, name)
    if (!reading.ok && pasted.length > 30) assert.ok(!reading.advice.includes(pasted.slice(0, 30)))
  }
})
