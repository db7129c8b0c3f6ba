import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPerson } from '@watchword/protocol/api/consumer-person.ts'
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
