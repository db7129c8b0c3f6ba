import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrange } from './arrange.ts'

const rows = [
  { name: 'Zoë', age: 9 },
  { name: 'anna 2', age: 30 },
  { name: 'Anna 10', age: 100 },
]
const columns = [
  { key: 'name', text: (row: (typeof rows)[number]) => row.name },
  { key: 'age', text: (row: (typeof rows)[number]) => row.age },
]
const namesOf = (options: Parameters<typeof arrange>[2]) =>
  arrange(rows, columns, options).map(({ name }) => name)

test('every word of the search must be found, in any column and any case', () => {
  assert.deepEqual(namesOf({ search: 'ANNA 30', sorting: undefined }), ['anna 2'])
  assert.deepEqual(namesOf({ search: '  ', sorting: undefined }).length, 3)
  assert.deepEqual(namesOf({ search: 'nobody', sorting: undefined }), [])
})

test('numbers are sorted as numbers, also inside of texts, and the list that was given stays', () => {
  const before = structuredClone(rows)
  const sorting = { key: 'name', descending: false }
  assert.deepEqual(namesOf({ search: '', sorting }), ['anna 2', 'Anna 10', 'Zoë'])
  assert.deepEqual(namesOf({ search: '', sorting: { key: 'age', descending: true } }), [
    'Anna 10',
    'anna 2',
    'Zoë',
  ])
  assert.deepEqual(rows, before)
})

test('a column that does not exist leaves the order', () => {
  assert.deepEqual(
    namesOf({ search: '', sorting: { key: 'none', descending: true } }),
    rows.map(({ name }) => name),
  )
})
