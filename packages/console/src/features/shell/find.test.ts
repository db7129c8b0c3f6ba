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

test('as in lists, accents are not needed to find a name that has them', () => {
  const things = [thing('José Núñez'), thing('JOSEPH'), thing('Ελένη'), thing('Zoë')]
  assert.deepEqual(namesOf(findIn(things, 'jose nunez', 5)), ['José Núñez'])
  assert.deepEqual(namesOf(findIn(things, 'JOSÉ', 5)), ['José Núñez', 'JOSEPH'])
  assert.deepEqual(namesOf(findIn(things, 'ελενη', 5)), ['Ελένη'])
  assert.deepEqual(namesOf(findIn(things, 'zoe\u0308', 5)), ['Zoë'])
})

test('a text is looked for as it is, whatever it means elsewhere', () => {
  const things = [thing('a.*b'), thing('a%b'), thing('<img onerror>')]
  assert.deepEqual(namesOf(findIn(things, '.*', 5)), ['a.*b'])
  assert.deepEqual(namesOf(findIn(things, '<img on', 5)), ['<img onerror>'])
  assert.deepEqual(findIn(things, '\\d+', 5), [])
})

test('two letters in two words are enough, and none are found across name and description', () => {
  const things = [thing('ab', 'cd')]
  assert.deepEqual(namesOf(findIn(things, 'a b', 5)), ['ab'])
  assert.deepEqual(findIn(things, 'bc', 5), [])
  assert.deepEqual(findIn(things, 'ab', 0), [])
})
