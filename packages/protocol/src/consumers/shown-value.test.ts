import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedValue, shownValue } from './shown-value.ts'

test('a value is shown short, on one line and without what moves a cursor', () => {
  const table: readonly (readonly [unknown, string])[] = [
    [undefined, '(none)'],
    [null, 'null'],
    ['RS256', 'RS256'],
    [['a', 1], '["a",1]'],
    [1.5, '1.5'],
    ['a\nb\u001b[2J\u202e', 'a\ufffdb\ufffd[2J\ufffd'],
    ['\ud800', '\ufffd'],
    ['x'.repeat(500), `${'x'.repeat(120)}…`],
  ]
  for (const [value, shown] of table) assert.equal(shownValue(value), shown)
})

test('a personal value is masked to its first letter and its length, a short one altogether', () => {
  const table: readonly (readonly [unknown, string])[] = [
    ['anna@brand.example', 'a… (18 characters)'],
    ['ann', '… (3 characters)'],
    ['👤👤👤', '👤… (6 characters)'],
    ['', '… (0 characters)'],
    [undefined, '(none)'],
    [null, '(a null)'],
    [['x'], '(a list)'],
    [5, '(a number)'],
  ]
  for (const [value, masked] of table) assert.equal(maskedValue(value), masked)
})
