import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createRecentlyUsed } from './recently-used.ts'

describe('entries that were used last', () => {
  test('no more than asked for are kept, and those that nobody used go first', () => {
    const cache = createRecentlyUsed<{ readonly n: number }>(3)
    for (const n of [1, 2, 3]) cache.set(`key ${n}`, { n })
    assert.deepEqual(cache.get('key 1'), { n: 1 })
    cache.set('key 4', { n: 4 })
    assert.deepEqual([...cache.keys()].toSorted(), ['key 1', 'key 3', 'key 4'])
    for (let n = 5; n < 100; n += 1) cache.set(`key ${n}`, { n })
    assert.equal(cache.size, 3)
  })

  test('a value that is set again takes no second place', () => {
    const cache = createRecentlyUsed<{ readonly n: number }>(2)
    cache.set('a', { n: 1 })
    for (let n = 0; n < 10; n += 1) cache.set('b', { n })
    assert.deepEqual(cache.get('a'), { n: 1 })
    assert.deepEqual(cache.get('b'), { n: 9 })
  })
})
