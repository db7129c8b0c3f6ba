import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearestRow, rowAfter } from './row-steps.ts'

const list = { count: 100, pageLength: 10 }
const step = (key: string, from: number, about = list) => {
  const to = rowAfter(key, from, about)
  return to === undefined ? undefined : nearestRow(to, about.count)
}

test('keys go from row to row, from page to page, and to both ends', () => {
  for (const [key, from, to] of [
    ['ArrowDown', 4, 5],
    ['ArrowUp', 4, 3],
    ['PageDown', 4, 14],
    ['PageUp', 44, 34],
    ['Home', 44, 0],
    ['End', 44, 99],
    ['ArrowDown', -1, 0],
  ] as const) {
    assert.equal(step(key, from), to, `${key} from ${from}`)
  }
})

test('no key leads out of the list', () => {
  for (const key of ['ArrowUp', 'PageUp']) assert.equal(step(key, 0), 0)
  for (const key of ['ArrowDown', 'PageDown', 'End']) assert.equal(step(key, 99), 99)
  assert.equal(step('ArrowUp', -1), 0)
  assert.equal(nearestRow(5, 0), undefined, 'nothing is there')
  assert.equal(step('End', 0, { count: 1, pageLength: 10 }), 0)
})

test('in a list lower than a row, a page is still a step', () => {
  assert.equal(step('PageDown', 4, { count: 100, pageLength: 0 }), 5)
  assert.equal(step('PageUp', 4, { count: 100, pageLength: -3 }), 3)
})

test('any other key is none of these, whatever its name', () => {
  for (const key of ['x', 'Enter', 'toString', '__proto__', ''])
    assert.equal(step(key, 4), undefined)
})
