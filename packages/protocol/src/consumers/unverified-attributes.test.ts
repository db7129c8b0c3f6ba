import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  longestAttributes,
  mergeAttributes,
  mostOfOneType,
  shownAttributes,
  type UnverifiedAttribute,
  withoutAttributesFrom,
} from './unverified-attributes.ts'

const lead = (topic: string, at = 1): UnverifiedAttribute => ({
  ...{ sde: { type: 'lead', lead: { topic } }, at },
})
const person = (firstname: string, at = 1, from?: string): UnverifiedAttribute => ({
  ...{ sde: { type: 'personal', personal: { firstname } }, at },
  ...(from !== undefined && { from }),
})

test('contract 3 section 7.4: leads are appended, a person is replaced whole', () => {
  const kept = mergeAttributes([person('Ann'), lead('a')], [lead('b'), person('Ben', 2)])
  assert.deepEqual(kept, [lead('a'), lead('b'), person('Ben', 2)])
})

test('of a type that is appended to, the newest are kept', () => {
  const many = Array.from({ length: mostOfOneType + 5 }, (_, index) => lead(`${index}`))
  const kept = mergeAttributes([person('Ann')], many) ?? []
  assert.equal(kept.length, mostOfOneType + 1)
  assert.deepEqual(kept[1], lead('5'))
})

test('together they stay within a bound: the oldest appended go, what is replaced is too much', () => {
  const long = 'x'.repeat(900)
  const kept = mergeAttributes(
    [person('Ann')],
    Array.from({ length: 20 }, (_, index) => ({
      sde: { type: 'error', error: { message: long, code: long, contextId: `${index}` } },
      at: 1,
    })),
  )
  assert.ok(kept !== undefined && JSON.stringify(kept).length <= longestAttributes)
  assert.deepEqual(kept[0], person('Ann'))
  assert.deepEqual(
    (kept.at(-1)?.sde['error'] as Record<string, string> | undefined)?.['contextId'],
    '19',
  )
  const huge = { sde: { type: 'cart', total: 'x'.repeat(longestAttributes) }, at: 1 } as const
  assert.equal(mergeAttributes([], [huge]), undefined)
})

test('what came along is kept beside what was there; the newest is shown; and it can be taken away', () => {
  const kept = mergeAttributes([person('Ann', 5)], [person('Nobody', 3, 'n'), lead('x')]) ?? []
  assert.equal(kept.length, 3)
  assert.deepEqual(shownAttributes(kept), [person('Ann').sde, lead('x').sde])
  const later = mergeAttributes(kept, [person('Later', 9, 'n')]) ?? []
  assert.deepEqual(shownAttributes(later), [lead('x').sde, person('Later').sde])
  assert.deepEqual(withoutAttributesFrom(later, 'n'), [person('Ann', 5), lead('x')])
})
