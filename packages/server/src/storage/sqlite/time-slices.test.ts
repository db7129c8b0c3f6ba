import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createTimeSlices } from './time-slices.ts'

function workFor(milliseconds: number): void {
  const until = performance.now() + milliseconds
  while (performance.now() < until);
}

test('work goes on within its slice, then lets a whole turn of everything else in, and has a new slice', async () => {
  const slices = createTimeSlices()
  slices.begin(20)
  assert.equal(slices.next(), undefined)
  workFor(21)
  const pause = slices.next()
  assert.ok(pause instanceof Promise)
  let others = 0
  setImmediate(() => {
    others += 1
  })
  setTimeout(() => {
    others += 1
  })
  await pause
  assert.equal(slices.next(), undefined)
  workFor(21)
  await slices.next()
  assert.equal(others, 2)
})

test('of two who pause at once the first goes on first', async () => {
  const slices = createTimeSlices()
  slices.begin(0)
  const order: string[] = []
  const step = async (name: string) => {
    await slices.next()
    order.push(name)
  }
  await Promise.all([step('first'), step('second'), step('third')])
  assert.deepEqual(order, ['first', 'second', 'third'])
})
