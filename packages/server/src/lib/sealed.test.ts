import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { type SealingKey, seal, sealingKeyId, unseal } from './sealed.ts'

const key: SealingKey = { id: 'aaaaaaaaaaaaaaaa', bytes: Buffer.alloc(32, 1) }
const other: SealingKey = { id: key.id, bytes: Buffer.alloc(32, 2) }
const renamed: SealingKey = { id: 'bbbbbbbbbbbbbbbb', bytes: key.bytes }

test('what was sealed opens with the same key at the same place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), (plain, context) => {
      const opened = unseal(key, seal(key, plain, context), context)
      assert.deepEqual(opened, Buffer.from(plain))
    }),
  )
})

test('another key does not open it, nor the same bytes under another name', () => {
  const sealed = seal(key, Buffer.from('secret'), 'here')
  assert.equal(unseal(other, sealed, 'here'), undefined)
  assert.equal(unseal(renamed, sealed, 'here'), undefined)
})

test('moved to another place it does not open', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (from, to) => {
      fc.pre(Buffer.compare(Buffer.from(from), Buffer.from(to)) !== 0)
      assert.equal(unseal(key, seal(key, Buffer.from('secret'), from), to), undefined)
    }),
  )
})

test('with any byte changed it does not open', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      changed,
    ),
  )
  function changed(plain: Uint8Array, place: number, flip: number): void {
    const [version, id, text = ''] = seal(key, plain, 'here').split('.')
    const bytes = Buffer.from(text, 'base64url')
    const at = place % bytes.length
    bytes.writeUInt8(bytes.readUInt8(at) ^ flip, at)
    assert.equal(unseal(key, `${version}.${id}.${bytes.toString('base64url')}`, 'here'), undefined)
  }
})

test('any other text does not open, and does not throw', () => {
  const sealed = seal(key, Buffer.from('secret'), 'here')
  const hostile = [
    '',
    '.',
    '..',
    'v1',
    `v1.${key.id}`,
    `v1.${key.id}.`,
    `v1.${key.id}.AAAA`,
    `v2${sealed.slice(2)}`,
    `${sealed}.x`,
    sealed.slice(0, 60),
  ]
  for (const text of hostile) assert.equal(unseal(key, text, 'here'), undefined, text)
  fc.assert(fc.property(fc.string(), (text) => assert.equal(unseal(key, text, 'here'), undefined)))
})

test('no other spelling of the same bytes opens: what is used once is known by its text', () => {
  for (const length of [0, 1, 2, 3]) {
    const sealed = seal(key, randomBytes(length), 'here')
    const [head, text] = [sealed.slice(0, sealed.lastIndexOf('.') + 1), sealed.split('.')[2] ?? '']
    const bytes = Buffer.from(text, 'base64url')
    const spellings = [
      ...['=', '==', ' ', '\n', '!', 'A', '\u00e9'].map((more) => `${text}${more}`),
      ...[` ${text}`, `${text.slice(0, 9)}\n${text.slice(9)}`, bytes.toString('base64')],
      ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map(
        (last) => `${text.slice(0, -1)}${last}`,
      ),
    ].filter((spelling) => spelling !== text)
    for (const spelling of spellings)
      assert.equal(unseal(key, `${head}${spelling}`, 'here'), undefined)
    assert.ok(unseal(key, sealed, 'here'))
  }
})

test('sealing twice gives two texts, so equal secrets are not seen to be equal', () => {
  const seals = Array.from({ length: 100 }, () => seal(key, Buffer.from('secret'), 'here'))
  assert.equal(new Set(seals).size, 100)
})

test('a sealed value names its key and shows nothing of what is in it', () => {
  const plain = randomBytes(32)
  const sealed = seal(key, plain, 'here')
  assert.equal(sealingKeyId(sealed), key.id)
  assert.equal(sealingKeyId('nothing'), undefined)
  assert.ok(!Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes(plain))
})
