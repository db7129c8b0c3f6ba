import assert from 'node:assert/strict'
import { test } from 'node:test'
import { foldSeries, highest, largest, type Series, stackOf, steppedTo, sumOf } from './series.ts'

const one = (name: string, ...values: readonly number[]): Series => ({ name, label: name, values })

test('columns are stacked in the order of the series, without gaps', () => {
  const columns = stackOf([one('a', 1, 0, 2), one('b', 3, 0), one('c', 0, 0, 5)], 3)
  assert.deepEqual(columns, [
    [
      { column: 0, series: 0, from: 0, to: 1 },
      { column: 0, series: 1, from: 1, to: 4 },
    ],
    [],
    [
      { column: 2, series: 0, from: 0, to: 2 },
      { column: 2, series: 2, from: 2, to: 7 },
    ],
  ])
  assert.equal(highest(columns), 7)
  assert.equal(highest([]), 0)
})

test('a number below zero is none: nothing is drawn below the foot', () => {
  assert.deepEqual(stackOf([one('a', -4), one('b', 2)], 1), [
    [{ column: 0, series: 1, from: 0, to: 2 }],
  ])
})

test('the largest number of all series', () => {
  assert.equal(largest([one('a', 1, 9), one('b', 3)]), 9)
  assert.equal(largest([]), 0)
  assert.equal(sumOf([1, 2, 3]), 6)
})

test('what does not fit is added up, and nothing is lost', () => {
  const rest = { name: 'other', label: 'Others' }
  const many = [one('a', 9, 9), one('b', 5, 5), one('c', 2, 1), one('d', 1, 1)]
  const folded = foldSeries(many, 3, rest)
  assert.deepEqual(
    folded.map(({ name }) => name),
    ['a', 'b', 'other'],
  )
  assert.deepEqual(folded.at(-1)?.values, [3, 2])
  assert.equal(folded.at(-1)?.tone, 'other')
  assert.deepEqual(foldSeries(many, 4, rest), many)
})

test('what the server already added up is in the rest, which stays the last', () => {
  const rest = { name: 'other', label: 'Others' }
  const folded = foldSeries([one('other', 50), one('a', 9), one('b', 5), one('c', 1)], 3, rest)
  assert.deepEqual(
    folded.map(({ name, values }) => [name, ...values]),
    [
      ['a', 9],
      ['b', 5],
      ['other', 51],
    ],
  )
  assert.deepEqual(
    foldSeries([one('other', 5), one('a', 1)], 3, rest).map(({ name }) => name),
    ['a', 'other'],
  )
})

test('arrows, Home and End go through time and stay in it', () => {
  assert.equal(steppedTo('ArrowRight', 3, 10), 4)
  assert.equal(steppedTo('ArrowRight', 9, 10), 9)
  assert.equal(steppedTo('ArrowLeft', 0, 10), 0)
  assert.equal(steppedTo('ArrowLeft', undefined, 10), 8)
  assert.equal(steppedTo('Home', 5, 10), 0)
  assert.equal(steppedTo('End', undefined, 10), 9)
  assert.equal(steppedTo('PageDown', 9, 10), 2)
  assert.equal(steppedTo('PageUp', 5, 10), 9)
  assert.equal(steppedTo('Tab', 5, 10), undefined)
  assert.equal(steppedTo('toString', 5, 10), undefined)
})
