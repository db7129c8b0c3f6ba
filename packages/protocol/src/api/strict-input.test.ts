import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InputContext, Reader } from './input-reader.ts'
import { strictObject, truth, wholeNumber } from './strict-input.ts'

function read<T>(reader: Reader<T>, value: unknown) {
  const context: InputContext = { mode: 'update', faults: [] }
  const found = reader.read(value, 'x', context)
  return { found, faults: context.faults.map(({ path, reason }) => `${path}: ${reason}`) }
}

test('a whole number is a number; its text is refused', () => {
  assert.deepEqual(read(wholeNumber(1, 9), 9), { found: 9, faults: [] })
  for (const value of ['5', 0, 10, 1.5, Number.NaN, null, true, [5]]) {
    assert.deepEqual(read(wholeNumber(1, 9), value), {
      found: undefined,
      faults: ['x: must be a whole number from 1 to 9'],
    })
  }
})

test('a truth value is one; its text is refused', () => {
  assert.deepEqual(read(truth, false), { found: false, faults: [] })
  for (const value of ['true', 1, null]) {
    assert.deepEqual(read(truth, value).faults, ['x: must be true or false'])
  }
})

test('an object has these members and no other', () => {
  const point = strictObject({ a: truth, b: wholeNumber(0, 5) })
  assert.deepEqual(read(point, { a: true, b: 5 }), { found: { a: true, b: 5 }, faults: [] })
  assert.deepEqual(read(point, { a: 1, c: 2 }).faults, [
    'x.c: is not known; known are a, b',
    'x.a: must be true or false',
    'x.b: must be there',
  ])
  for (const value of [null, [], 'text', 5]) {
    assert.deepEqual(read(point, value).faults, ['x: must be an object'])
  }
  assert.equal(point.schema['additionalProperties' as keyof typeof point.schema], false)
})
