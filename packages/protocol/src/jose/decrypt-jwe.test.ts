import assert from 'node:assert/strict'
import { constants, generateKeyPairSync, type KeyObject, publicEncrypt } from 'node:crypto'
import { test } from 'node:test'
import { deflateRawSync } from 'node:zlib'
import { CompactEncrypt } from 'jose'
import { contentEncryptions, decryptJwe, type JweRefusal } from './decrypt-jwe.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = [{ kid: 'enc-1', privateKey: pair.privateKey }]
const text = 'signed.token.here'

function encrypt(
  header: Readonly<Record<string, unknown>>,
  key: KeyObject = pair.publicKey,
  content: string | Uint8Array = text,
): Promise<string> {
  return new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
    .encrypt(key)
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The same token under another header: whoever reads it must refuse it by the header alone. */
async function reheaded(header: Readonly<Record<string, unknown>>): Promise<string> {
  const [, ...rest] = (await encrypt({})).split('.')
  return [encode(header), ...rest].join('.')
}

async function outcome(token: string, among = keys): Promise<string> {
  const decryption = await decryptJwe(token, among)
  return decryption.ok ? decryption.plaintext.toString() : decryption.refusal
}

for (const enc of contentEncryptions) {
  test(`RFC 7516: ${enc} under RSA-OAEP-256, as a stranger's library encrypts it, is decrypted`, async () => {
    const decryption = await decryptJwe(await encrypt({ enc, kid: 'enc-1', cty: 'JWT' }), keys)
    assert.ok(decryption.ok)
    assert.equal(decryption.plaintext.toString(), text)
    const header = { alg: 'RSA-OAEP-256', enc, kid: 'enc-1', cty: 'JWT' }
    assert.deepEqual(decryption.header, header)
  })
}

test('the kid picks the key; without one the first three keys are tried', async () => {
  const second = { kid: 'enc-2', privateKey: other.privateKey }
  assert.equal(await outcome(await encrypt({ kid: 'enc-1' }), [second, ...keys]), text)
  assert.equal(await outcome(await encrypt({ kid: 'enc-2' }), [second, ...keys]), 'decryption')
  assert.equal(await outcome(await encrypt({}), [second, ...keys]), text)
  assert.equal(await outcome(await encrypt({}), [second, second, second, ...keys]), 'decryption')
  assert.equal(await outcome(await encrypt({ kid: 'gone' })), 'unknown_key')
  assert.equal(await outcome(await encrypt({}), []), 'unknown_key')
})

test('algorithms that are not offered are refused by name, before any cryptography', async () => {
  const table: readonly (readonly [string, Readonly<Record<string, unknown>>, JweRefusal])[] = [
    ['RSA1_5', { alg: 'RSA1_5', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['RSA-OAEP with SHA-1', { alg: 'RSA-OAEP', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['a shared key', { alg: 'dir', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['key wrapping', { alg: 'A256KW', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['a password', { alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['an ephemeral key', { alg: 'ECDH-ES', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['lower case', { alg: 'rsa-oaep-256', enc: 'A256GCM' }, 'wrong_algorithm'],
    ['A128GCM', { alg: 'RSA-OAEP-256', enc: 'A128GCM' }, 'wrong_encryption'],
    ['A192CBC-HS384', { alg: 'RSA-OAEP-256', enc: 'A192CBC-HS384' }, 'wrong_encryption'],
    ['no encryption', { alg: 'RSA-OAEP-256', enc: 'none' }, 'wrong_encryption'],
    ['no enc', { alg: 'RSA-OAEP-256' }, 'bad_header'],
    ['no alg', { enc: 'A256GCM' }, 'bad_header'],
    ['an alg that is a list', { alg: ['RSA-OAEP-256'], enc: 'A256GCM' }, 'bad_header'],
    ['a kid that is an object', { alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: {} }, 'bad_header'],
  ]
  for (const [name, header, refusal] of table) {
    assert.equal(await outcome(await reheaded(header)), refusal, name)
  }
})

test('CVE-2022-36083 and CVE-2024-28176 class: a huge p2c and a compression bomb cost nothing', async () => {
  const good = { alg: 'RSA-OAEP-256', enc: 'A256GCM' }
  const started = performance.now()
  for (const extra of [
    { p2c: 2 ** 31 - 1 },
    { p2c: 1, p2s: 'AAAA' },
    { zip: 'DEF' },
    { zip: 'none' },
    { crit: ['exp'], exp: 1 },
    { epk: {} },
  ]) {
    assert.equal(await outcome(await reheaded({ ...good, ...extra })), 'bad_header')
  }
  const password = { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 2 ** 31 - 1, p2s: 'AAAA' }
  assert.equal(await outcome(await reheaded(password)), 'bad_header')
  const bomb = deflateRawSync(Buffer.alloc(5_000_000))
  const [, ...rest] = (await encrypt({}, pair.publicKey, bomb)).split('.')
  assert.equal(await outcome([encode({ ...good, zip: 'DEF' }), ...rest].join('.')), 'bad_header')
  assert.ok(performance.now() - started < 5000)
})

test('a changed part, another key, or a key of the wrong length all read the same', async () => {
  const good = await encrypt({ enc: 'A128CBC-HS256' })
  const parts = good.split('.')
  for (const index of [1, 2, 3, 4]) {
    const bytes = Buffer.from(parts[index] ?? '', 'base64url')
    bytes[0] = (bytes[0] ?? 0) ^ 1
    const changed = parts.with(index, bytes.toString('base64url')).join('.')
    assert.equal(await outcome(changed), 'decryption', `part ${index}`)
  }
  for (const [index, bytes] of [
    [1, 10],
    [2, 3],
    [4, 8],
  ] as const) {
    const short = Buffer.alloc(bytes, 1).toString('base64url')
    assert.equal(await outcome(parts.with(index, short).join('.')), 'decryption', `part ${index}`)
  }
  assert.equal(await outcome(await encrypt({}, other.publicKey)), 'decryption')
  const shortKey = publicEncrypt(
    { key: pair.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
    Buffer.alloc(5),
  )
  assert.equal(await outcome(parts.with(1, shortKey.toString('base64url')).join('.')), 'decryption')
})

test('RFC 8725 section 2.4: what is not strictly a compact JWE is refused unread', async () => {
  const good = await encrypt({})
  const parts = good.split('.')
  const table: readonly (readonly [string, string, JweRefusal])[] = [
    ['nothing', '', 'not_compact'],
    ['three parts', parts.slice(0, 3).join('.'), 'not_compact'],
    ['six parts', `${good}.x`, 'not_compact'],
    ['no encrypted key', parts.with(1, '').join('.'), 'not_compact'],
    ['no tag', parts.with(4, '').join('.'), 'not_compact'],
    ['padding', `${good}==`, 'not_base64url'],
    ['a newline', `${good}\n`, 'not_base64url'],
    ['no JSON', parts.with(0, Buffer.from('x').toString('base64url')).join('.'), 'not_json'],
    ['a list', parts.with(0, encode([])).join('.'), 'not_json'],
    [
      'alg twice',
      parts
        .with(0, Buffer.from('{"alg":"dir","alg":"RSA-OAEP-256"}').toString('base64url'))
        .join('.'),
      'not_json',
    ],
    ['JSON serialization', '{"protected":"x"}', 'not_compact'],
    ['1 MB', `${good}${'A'.repeat(1_000_000)}`, 'too_long'],
  ]
  for (const [name, token, refusal] of table) assert.equal(await outcome(token), refusal, name)
})
