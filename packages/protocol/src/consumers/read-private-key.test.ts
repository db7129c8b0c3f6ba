import assert from 'node:assert/strict'
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { readPrivateKey } from './read-private-key.ts'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey
const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1') =>
  key.export({ format: 'pem', type }).toString()

test('PKCS#8, PKCS#1 and SEC 1 become PKCS#8, with line ends of any kind', () => {
  const p256 = ec('P-256')
  for (const [key, text] of [
    [rsa, pem(rsa, 'pkcs8')],
    [rsa, `  ${pem(rsa, 'pkcs1')}\n`],
    [rsa, pem(rsa, 'pkcs1').replaceAll('\n', '\r\n')],
    [rsa, pem(rsa, 'pkcs8').replaceAll('\n', '\\n')],
    [p256, pem(p256, 'sec1')],
  ] as const) {
    const reading = readPrivateKey(text)
    assert.ok(reading.ok)
    assert.match(reading.pem, /^-----BEGIN PRIVATE KEY-----\n/)
    assert.ok(createPrivateKey(reading.pem).equals(key))
  }
})

test('weak keys, other curves, public keys, pass phrases and nonsense are refused, with advice', () => {
  const encrypted = rsa
    .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString()
  const oldEncrypted = pem(rsa, 'pkcs1').replace(
    '-----\n',
    '-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n',
  )
  for (const [text, advice] of [
    [pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'pkcs8'), /2048/],
    [pem(ec('P-384'), 'pkcs8'), /P-256/],
    [pem(generateKeyPairSync('ed25519').privateKey, 'pkcs8'), /P-256/],
    [encrypted, /pass phrase/],
    [oldEncrypted, /pass phrase/],
    ['a client secret', /PEM/],
    ['', /PEM/],
    [`-----BEGIN PRIVATE KEY-----\n${'A'.repeat(20_000)}\n-----END PRIVATE KEY-----`, /PEM/],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', /PEM/],
  ] as const) {
    const reading = readPrivateKey(text)
    assert.ok(!reading.ok, text.slice(0, 40))
    assert.match(reading.advice, advice)
  }
})
