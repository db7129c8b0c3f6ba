import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typedNumber } from './typed-number.ts'

test('a number is sent as one, nothing as nothing', () => {
  for (const [typed, sent] of [
    ['', null],
    [0, 0],
    [-0.5, -0.5],
    ['7', 7],
    ['-7', -7],
    ['2.50', 2.5],
    ['007', 7],
  ] as const) {
    assert.equal(typedNumber(typed), sent)
  }
})

test('what is no number is sent as it is: JSON has no other word for it than nothing', () => {
  for (const typed of ['-', '.', ' ', 'ten', '1,5', '--1', Number.NaN, Number.POSITIVE_INFINITY]) {
    const sent = typedNumber(typed)
    assert.equal(typeof sent, 'string')
    assert.notEqual(JSON.parse(JSON.stringify({ sent })).sent, null)
  }
})
