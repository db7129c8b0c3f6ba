import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableOf } from './table-of.ts'

test('every number of the picture is in the table, the latest first', () => {
  const periods = ['a', 'b'].map((key) => ({ key, short: key, long: `day ${key}` }))
  const series = [
    { name: 'x', label: 'X', values: [1, 2] },
    { name: 'y', label: 'Y', values: [3] },
  ]
  assert.deepEqual(tableOf(periods, series, 'When'), {
    head: ['When', 'X', 'Y'],
    rows: [
      { key: 'b', cells: ['day b', 2, 0] },
      { key: 'a', cells: ['day a', 1, 3] },
    ],
  })
})
