import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mostSeries, seriesOf } from './read-series.ts'
import type { Statistic } from './statistic.ts'

const periods = [10, 11, 12].map((start) => ({ start, text: String(start) }))

function one(name: string, start: number, count: number, refused = 0): Statistic {
  return { period: 'hour', dimension: 'key', name, start, count, refused, failed: 0 }
}

describe('series of statistics', () => {
  test('without gaps, the most frequent first, by name where they are even', () => {
    const kept = [one('b', 10, 1), one('a', 12, 1, 1), one('c', 10, 2), one('c', 12, 3)]
    assert.deepEqual(seriesOf(kept, periods), [
      {
        name: 'c',
        total: { count: 5, refused: 0, failed: 0 },
        ...{ count: [2, 0, 3], refused: [0, 0, 0], failed: [0, 0, 0] },
      },
      {
        name: 'a',
        total: { count: 1, refused: 1, failed: 0 },
        ...{ count: [0, 0, 1], refused: [0, 0, 1], failed: [0, 0, 0] },
      },
      {
        name: 'b',
        total: { count: 1, refused: 0, failed: 0 },
        ...{ count: [1, 0, 0], refused: [0, 0, 0], failed: [0, 0, 0] },
      },
    ])
    assert.deepEqual(seriesOf([], periods), [])
  })

  test('of more than are shown the rest is added up, with what was gathered as other', () => {
    const many = Array.from({ length: mostSeries + 20 }, (_, index) =>
      one(`key${String(index).padStart(3, '0')}`, 11, 1000 - index),
    )
    const kept = [...many, one('other', 12, 5000)]
    const series = seriesOf(kept, periods)
    assert.equal(series.length, mostSeries)
    assert.equal(series[0]?.name, 'key000')
    const rest = many.slice(mostSeries - 1).reduce((sum, { count }) => sum + count, 0)
    assert.deepEqual(series.at(-1)?.count, [0, rest, 5000])
    assert.equal(series.at(-1)?.name, 'other')
  })
})
