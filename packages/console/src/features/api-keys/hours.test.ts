import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hoursOf } from './hours.ts'

const labels = { done: 'Let in', refused: 'Refused', failed: 'Failed' }
const periods = ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z']
const of = (name: string, count: number[], refused: number[], failed: number[]) => ({
  ...{ name, count, refused, failed, total: { count: 0, refused: 0, failed: 0 } },
})

test('what was let in is neither refused nor failed; of other keys nothing is told', () => {
  const series = [of('other', [99, 99], [9, 9], [9, 9]), of('k', [5, 4], [2, 0], [0, 0])]
  assert.deepEqual(hoursOf({ periods, series }, 'k', labels), [
    { name: 'done', label: 'Let in', values: [3, 4], tone: 'good' },
    { name: 'refused', label: 'Refused', values: [2, 0], tone: 'bad' },
  ])
})

test('failures are shown once there are some; a key without calls is nothing at all', () => {
  const failing = hoursOf({ periods, series: [of('k', [5, 4], [2, 0], [1, 0])] }, 'k', labels)
  assert.deepEqual(failing[0]?.values, [2, 4])
  assert.deepEqual(failing[2]?.values, [1, 0])
  const none = hoursOf({ periods, series: [] }, 'k', labels)
  assert.deepEqual(
    none.map(({ values }) => values),
    [
      [0, 0],
      [0, 0],
    ],
  )
})

test('hours that an answer leaves out are nothing, and a key is found by its own name alone', () => {
  const series = [of('__proto__', [3], [1], [])]
  const values = (keyId: string) =>
    hoursOf({ periods, series }, keyId, labels).map((one) => one.values)
  assert.deepEqual(values('__proto__'), [
    [2, 0],
    [1, 0],
  ])
  assert.deepEqual(values('toString'), [
    [0, 0],
    [0, 0],
  ])
})
