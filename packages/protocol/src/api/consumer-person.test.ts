import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPerson, readUnlink } from './consumer-person.ts'

const id = 'a'.repeat(64)

test('one person, by one name', () => {
  const table = [
    [{ consumerId: id }, { consumerId: id }],
    [{ sub: 'ann' }, { issuer: undefined, subject: 'ann' }],
    [
      { sub: 'ann', issuer: 'https://x.example' },
      { issuer: 'https://x.example', subject: 'ann' },
    ],
    [
      { sub: 'ann', issuer: null, consumerId: null },
      { issuer: undefined, subject: 'ann' },
    ],
    [{ extConsumerId: 'crm-1' }, { extConsumerId: 'crm-1' }],
  ]
  for (const [body, value] of table) assert.deepEqual(readPerson(body), { ok: true, value })
})

test('none, several, or what is no name, is refused and not repeated', () => {
  for (const body of [
    undefined,
    null,
    'ann',
    [],
    {},
    { issuer: 'x' },
    { consumerId: id, sub: 'ann-secret' },
    { consumerId: id.toUpperCase() },
    { consumerId: 'ann-secret' },
    { consumerId: id, issuer: 'x' },
    { sub: '' },
    { sub: 7 },
    { sub: ['ann-secret'] },
    { sub: `ann-secret${'x'.repeat(255)}` },
    { sub: 'ann', issuer: '' },
    { sub: 'ann', issuer: 5 },
    { sub: 'ann', issuer: `https://${'x'.repeat(255)}` },
    { extConsumerId: '\u0000' },
    { sub: 'ann', 'ann-secret': 1 },
  ]) {
    const reading = readPerson(body)
    assert.equal(reading.ok, false, JSON.stringify(body))
    assert.doesNotMatch(JSON.stringify(reading), /ann-secret/)
  }
})

test('a link to be taken back is named, or is the only one', () => {
  for (const body of [undefined, null, {}, { from: null }]) {
    assert.deepEqual(readUnlink(body), { ok: true, value: { from: undefined } })
  }
  assert.deepEqual(readUnlink({ from: id }), { ok: true, value: { from: id } })
  for (const body of [7, [], { from: 'x' }, { from: id, more: 1 }]) {
    assert.equal(readUnlink(body).ok, false)
  }
})
