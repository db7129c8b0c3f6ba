import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAccountId } from './account-id.ts'

test('contract README "account id": 1 to 20 letters, digits and underscores are taken as they are', () => {
  for (const text of ['1', 'le12345678', 'A_b_9', 'x'.repeat(20)]) {
    assert.equal(parseAccountId(text), text)
  }
})

test('contract README "account id": everything else is refused', () => {
  const refused = ['', 'x'.repeat(21), 'a-b', 'a b', 'a\n', '\na', 'é', '../a', 'a%00', 'a/b', '١']
  for (const text of refused) assert.equal(parseAccountId(text), undefined, JSON.stringify(text))
})

test('contract README "account id": what is taken is safe in a path and in a header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 25 }), (text) => {
      const account = parseAccountId(text)
      return account === undefined || encodeURIComponent(account) === text
    }),
  )
})
