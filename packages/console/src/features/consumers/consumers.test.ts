import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPerson } from '@watchword/protocol/api/consumer-person.ts'
import fc from 'fast-check'
import { personOf, shortId, wordToType } from './person.ts'
import { unverifiedValues, verifiedValues } from './verified.ts'

const id = 'AB'.repeat(32)

test('a person is named by one name, as the API takes it', () => {
  const table = [
    [{ kind: 'sub', name: ' 4711 ', issuer: '' }, { sub: '4711' }],
    [
      { kind: 'sub', name: '4711', issuer: 'https://x.example' },
      { sub: '4711', issuer: 'https://x.example' },
    ],
    [
      { kind: 'extConsumerId', name: 'crm-1', issuer: 'https://x.example' },
      { extConsumerId: 'crm-1' },
    ],
    [{ kind: 'consumerId', name: id, issuer: '' }, { consumerId: id.toLowerCase() }],
  ] as const
  for (const [typed, person] of table) {
    assert.deepEqual(personOf(typed), person)
    assert.equal(readPerson(person).ok, true)
  }
  assert.equal(personOf({ kind: 'sub', name: '  ', issuer: 'https://x.example' }), undefined)
})

test('what must be typed is the name, or the end of a long one', () => {
  assert.equal(wordToType(' ann '), 'ann')
  assert.equal(wordToType(`${'x'.repeat(60)}12345678`), '12345678')
})

test('an id is told by its ends', () => {
  assert.equal(shortId(id), 'ABABABAB…ABAB')
  assert.equal(shortId('short'), 'short')
})

test('what is vouched for stands by its path, with who says so', () => {
  const said = { issuer: 'https://x.example', source: 'email', at: '2026-01-01T00:00:00.000Z' }
  const verified = [
    { path: 'personal.firstname', value: 'Ann', ...said },
    { path: 'ctmrinfo.balance', value: 5, ...said },
  ]
  assert.deepEqual(verifiedValues({ verified }), [
    { path: 'ctmrinfo.balance', value: '5', vouched: said },
    { path: 'personal.firstname', value: 'Ann', vouched: said },
  ])
})

test('what the page said is told value by value, and each says that nobody vouches for it', () => {
  const values = unverifiedValues([
    { type: 'lead', lead: { topic: '<img src=x>', tags: ['a', 2] } },
    { type: 'error' },
    { type: 'cart', cart: [] },
  ])
  assert.deepEqual(
    values.map(({ path, value }) => [path, value]),
    [
      ['1 lead.topic', '<img src=x>'],
      ['1 lead.tags[0]', 'a'],
      ['1 lead.tags[1]', '2'],
      ['2 error', '{}'],
      ['3 cart', '[]'],
    ],
  )
  assert.ok(values.every(({ vouched }) => vouched === undefined))
})

test('what must be typed can be typed: whole characters, and no blanks that nobody sees', () => {
  assert.equal(wordToType('a'.repeat(32)), 'a'.repeat(32))
  assert.equal(wordToType('a'.repeat(33)), 'a'.repeat(8))
  assert.equal(wordToType('😀'.repeat(32)), '😀'.repeat(32))
  assert.equal(wordToType(`${'😀'.repeat(40)}1234567`), '😀1234567')
  assert.equal(wordToType(`${'x'.repeat(40)} 1234567`), '1234567')
  assert.equal(wordToType('Ann\u00a0  Lee'), 'Ann Lee')
  const name = fc.string({ unit: fc.constantFrom('a', ' ', '\u3000', '😀', 'é'), maxLength: 60 })
  fc.assert(
    fc.property(name, (text) => {
      const word = wordToType(text)
      assert.equal(word === '', text.trim() === '', 'an empty word would ask for nothing')
      assert.equal(word, word.trim().replace(/\s+/g, ' '))
      assert.ok(word.isWellFormed() && [...word].length <= 32)
    }),
  )
})

test('whoever is named is named by one name alone, which the API reads as it was typed', () => {
  const typed = fc.record({
    kind: fc.constantFrom('sub' as const, 'extConsumerId' as const),
    name: fc.oneof(fc.constantFrom('__proto__', 'null', '{}', '0', ' é '), fc.string()),
    issuer: fc.constantFrom('', '  ', ' https://x.example '),
  })
  fc.assert(
    fc.property(typed, (one) => {
      const person = personOf(one)
      const { [one.kind]: name, issuer, ...rest } = person ?? {}
      assert.equal(person === undefined, one.name.trim() === '')
      assert.deepEqual(rest, {})
      if (person === undefined) return
      assert.equal(name, one.name.trim())
      const isFrom = one.kind === 'sub' && one.issuer.trim() !== ''
      assert.equal(issuer, isFrom ? 'https://x.example' : undefined)
    }),
  )
  assert.deepEqual(personOf({ kind: 'sub', name: 'a', issuer: '  ' }), { sub: 'a' })
})

test('an id is short up to 16 characters', () => {
  assert.equal(shortId('x'.repeat(16)), 'x'.repeat(16))
  assert.equal(shortId(`12345678-${'y'.repeat(4)}abcd`), '12345678…abcd')
})

test('two who vouch for the same stand in the order in which they were told', () => {
  const said = { source: 'email', at: '2026-01-01T00:00:00.000Z' }
  const verified = [
    { path: 'b', value: null, issuer: '1', ...said },
    { path: 'a', value: { x: [1] }, issuer: '2', ...said },
    { path: 'b', value: '', issuer: '3', ...said },
    { path: 'a', value: false, issuer: '4', ...said },
  ]
  assert.deepEqual(
    verifiedValues({ verified }).map(({ value, vouched }) => [vouched?.issuer, value]),
    [
      ['2', '{"x":[1]}'],
      ['4', 'false'],
      ['1', 'null'],
      ['3', ''],
    ],
  )
})

test('whatever a page said, each value has a place of its own, and its mark of the entry', () => {
  const values = unverifiedValues([
    { type: 'lead', 'a.b': 1, a: { b: 2 } },
    JSON.parse('{"type":"cart","__proto__":{"x":null},"constructor":"é","list":[[]]}'),
  ])
  assert.deepEqual(
    values.map(({ path, value }) => [path, value]),
    [
      ['1 ["a.b"]', '1'],
      ['1 a.b', '2'],
      ['2 __proto__.x', 'null'],
      ['2 constructor', 'é'],
      ['2 list[0]', '[]'],
    ],
  )
  assert.deepEqual(unverifiedValues([]), [])
})
