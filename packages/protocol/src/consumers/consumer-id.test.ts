import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type ConsumerOrigin,
  consumerId,
  originOfExtConsumer,
  subjectFault,
} from './consumer-id.ts'

const secret = Buffer.alloc(32, 7)
const brand = (issuer: string, subject: string): ConsumerOrigin => ({
  kind: 'brand',
  issuer,
  subject,
})

test('a consumer id is the HMAC of kind, issuer and subject, each behind its length: a fixed example', () => {
  const text = '\0\0\0\x05brand\0\0\0\x0fhttps://a.examp\0\0\0\x02u1'
  const expected = createHmac('sha256', secret).update(text, 'latin1').digest('hex')
  assert.equal(consumerId(secret, brand('https://a.examp', 'u1')), expected)
  assert.match(expected, /^[0-9a-f]{64}$/)
  assert.equal(
    consumerId(secret, brand('https://brand.example', 'user-1')),
    '74471fe03afebb83e6f41258a88df9d04692e1e30abd4664f72d7602f0599df5',
  )
  assert.equal(
    consumerId(secret, { kind: 'ext', extConsumerId: 'user-1' }),
    '54e55a1f8d3f2b843f5af949512b7844343d4369d0d73ba98838b44c64beb130',
  )
})

test('two issuers, kinds or accounts never give one id for the same name', () => {
  const ids = [
    consumerId(secret, brand('https://a.example', 'x')),
    consumerId(secret, brand('https://b.example', 'x')),
    consumerId(secret, brand('https://a.example', 'X')),
    consumerId(secret, brand('', 'x')),
    consumerId(secret, { kind: 'anon', issuer: 'https://a.example', subject: 'x' }),
    consumerId(secret, { kind: 'ext', extConsumerId: 'x' }),
    consumerId(Buffer.alloc(32, 8), brand('https://a.example', 'x')),
    consumerId(secret, brand('https://a.examplex', '\u00e9')),
    consumerId(secret, brand('https://a.examplex', 'e\u0301')),
  ]
  assert.equal(new Set(ids).size, ids.length)
})

test('no two pairs of issuer and subject are one, wherever the border between them is', () => {
  const name = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' })
  const isWell = ([issuer, subject]: readonly [string, string]) =>
    issuer.isWellFormed() && subject.isWellFormed()
  fc.assert(
    fc.property(fc.tuple(name, name).filter(isWell), fc.nat(12), ([issuer, subject], at) => {
      const whole = issuer + subject
      const [left, right] = [whole.slice(0, at), whole.slice(at)]
      if (left === issuer || right === '' || !isWell([left, right])) return
      assert.notEqual(
        consumerId(secret, brand(issuer, subject)),
        consumerId(secret, brand(left, right)),
      )
    }),
  )
})

test('an ext_consumer_id is a consumer of its own, and with a linking rule that of the issuer', () => {
  const own = consumerId(secret, originOfExtConsumer('u1', undefined))
  assert.equal(own, consumerId(secret, { kind: 'ext', extConsumerId: 'u1' }))
  const linked = consumerId(secret, originOfExtConsumer('u1', 'https://a.example'))
  assert.equal(linked, consumerId(secret, brand('https://a.example', 'u1')))
  assert.notEqual(own, linked)
})

test('what cannot name a person is refused before, and never hashed', () => {
  const table: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /text/],
    [5, /text/],
    [['u'], /text/],
    ['', /empty/],
    [' \t', /empty/],
    ['x'.repeat(256), /255/],
    ['\ud800', /well-formed/],
    ['a\u0000b', /control/],
    ['a\nb', /control/],
  ]
  for (const [value, reason] of table) assert.match(subjectFault(value) ?? 'fine', reason)
  for (const fine of ['u', 'x'.repeat(255), 'ü 名', '👤'])
    assert.equal(subjectFault(fine), undefined)
  assert.throws(() => consumerId(secret, brand('i', '')), /without a name/)
  assert.throws(() => consumerId(secret, brand('i', '\ud800')), /well-formed/)
  assert.throws(() => consumerId(secret, brand('\udfff', 'x')), /well-formed/)
  assert.throws(() => consumerId(Buffer.alloc(31), brand('i', 'x')), /32 bytes/)
})
