import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findIn } from './find.ts'

const thing = (name: string, about = '') => ({ to: `/${name}`, name, about })
const namesOf = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name)

test('every word must be there, in the name or beside it, in any case', () => {
  const things = [thing('Mei Tanaka', 'mei@brand.example'), thing('Mei Lin', 'lin@other.example')]
  assert.deepEqual(namesOf(findIn(things, 'MEI brand', 5)), ['Mei Tanaka'])
  assert.deepEqual(namesOf(findIn(things, 'mei', 5)), ['Mei Tanaka', 'Mei Lin'])
  assert.deepEqual(findIn(things, 'nobody', 5), [])
})

test('names that begin so come first', () => {
  const things = [thing('Old orders'), thing('Orders'), thing('CRM', 'orders of the shop')]
  assert.deepEqual(namesOf(findIn(things, 'orders', 5)), ['Orders', 'Old orders', 'CRM'])
})

test('one letter finds nothing: it would find nearly everything', () => {
  assert.deepEqual(findIn([thing('a'), thing('ab')], 'a', 5), [])
  assert.deepEqual(findIn([thing('a')], '  ', 5), [])
})

test('no more than were asked for, and it stops looking when it has them', () => {
  let looked = 0
  function* many() {
    for (let index = 0; index < 20_000; index += 1) {
      looked += 1
      yield thing(`user ${index}`)
    }
  }
  assert.equal(findIn(many(), 'user', 6).length, 6)
  assert.equal(looked, 6)
})
