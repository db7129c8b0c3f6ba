import assert from 'node:assert/strict'
import { test } from 'node:test'
import { columnAt, labelled, scaleTo } from './scale.ts'

test('marks are round whole numbers, and the last is not below the largest', () => {
  const ticksOf = (max: number) => scaleTo(max).ticks
  assert.deepEqual(ticksOf(0), [0, 1])
  assert.deepEqual(ticksOf(3), [0, 1, 2, 3])
  assert.deepEqual(ticksOf(10), [0, 5, 10])
  assert.deepEqual(ticksOf(87), [0, 50, 100])
  assert.deepEqual(ticksOf(1_000_000), [0, 500_000, 1_000_000])
  for (let max = 1; max < 5000; max += 7) {
    const { ticks, top } = scaleTo(max)
    assert.ok(top >= max && top < max * 2 + 2, `${max}: ${top}`)
    assert.ok(ticks.length >= 2 && ticks.length <= 6, `${max}: ${ticks}`)
    assert.equal(ticks.at(-1), top)
    assert.ok(ticks.every(Number.isInteger), `${ticks}`)
  }
})

test('places stay on the axis', () => {
  const scale = scaleTo(100)
  assert.equal(scale.at(0), 0)
  assert.equal(scale.at(50), 0.5)
  assert.equal(scale.at(1000), 1)
  assert.equal(scale.at(-5), 0)
})

test('the last point is labelled, and labels have room', () => {
  assert.deepEqual(labelled(24, 960, 60), [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23])
  assert.deepEqual(labelled(24, 300, 60), [5, 11, 17, 23])
  assert.deepEqual(labelled(7, 960, 60), [0, 1, 2, 3, 4, 5, 6])
  assert.deepEqual(labelled(1, 20, 60), [0])
  assert.deepEqual(labelled(0, 300, 60), [])
  for (const count of [2, 5, 30, 400, 744]) {
    for (const width of [0, 120, 333, 1200]) {
      const found = labelled(count, width, 60)
      assert.equal(found.at(-1), count - 1)
      const between = ((found[1] ?? Number.POSITIVE_INFINITY) - (found[0] ?? 0)) * (width / count)
      assert.ok(width < 60 || between >= 59.99, `${count} in ${width}: ${between}`)
    }
  }
})

test('every place of the picture belongs to a column', () => {
  assert.equal(columnAt(0, 240, 24), 0)
  assert.equal(columnAt(239.9, 240, 24), 23)
  assert.equal(columnAt(240, 240, 24), 23)
  assert.equal(columnAt(-3, 240, 24), 0)
  assert.equal(columnAt(5, 0, 24), 23)
})
