import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linePath, sparkPoints } from './line-path.ts'

test('a line goes straight from point to point', () => {
  assert.equal(linePath([]), '')
  assert.equal(linePath([{ x: 1, y: 2 }]), 'M1 2')
  const points = [
    { x: 0, y: 10 },
    { x: 3.3333, y: 0 },
  ]
  assert.equal(linePath(points), 'M0 10L3.3 0')
})

test('a sparkline fills its picture, from edge to edge and from foot to top', () => {
  const size = { width: 100, height: 20 }
  assert.deepEqual(sparkPoints([0, 5, 10], size), [
    { x: 0, y: 20 },
    { x: 50, y: 10 },
    { x: 100, y: 0 },
  ])
  assert.deepEqual(sparkPoints([0, 0], size), [
    { x: 0, y: 20 },
    { x: 100, y: 20 },
  ])
  assert.deepEqual(sparkPoints([4], size), [{ x: 50, y: 0 }])
  assert.deepEqual(sparkPoints([], size), [])
})
