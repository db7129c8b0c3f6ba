import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arrange, createSearch, sortRows } from './arrange.ts'

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

test('accents do not matter for a search', () => {
  assert.deepEqual(namesOf({ search: 'zoe', sorting: undefined }), ['Zoë'])
  assert.deepEqual(namesOf({ search: 'ZOË', sorting: undefined }), ['Zoë'])
})

test('a search reads each row once, however often it is asked', () => {
  let reads = 0
  const search = createSearch([
    {
      key: 'name',
      text: (row: { readonly name: string }) => {
        reads += 1
        return row.name
      },
    },
  ])
  assert.equal(search(rows, 'anna').length, 2)
  assert.equal(search(rows.toReversed(), 'anna 1').length, 1)
  assert.equal(reads, rows.length)
})

test('18 000 rows are searched within a frame, and sorted in less than a second', () => {
  const many = Array.from({ length: 18_000 }, (_, index) => ({ name: `user ${index}`, age: index }))
  const search = createSearch(columns)
  search(many, 'warm')
  const began = performance.now()
  for (const typed of ['u', 'us', 'user 1', 'user 17']) search(many, typed)
  const each = (performance.now() - began) / 4
  assert.ok(each < 50, `${each} ms a key`)
  const sorted = sortRows(many, columns, { key: 'name', descending: true })
  assert.equal(sorted[0]?.name, 'user 17999')
})

test('what is typed is no pattern, and holds in whatever way a letter was written', () => {
  const names = ['a.c', 'abc', '(x', 'İstanbul', 'Jose\u0301', 'José', '__proto__']
  const found = (search: string) => {
    const texts = names.map((name) => ({ name }))
    return createSearch([{ key: 'name', text: (row: { readonly name: string }) => row.name }])(
      texts,
      search,
    ).map(({ name }) => name)
  }
  assert.deepEqual(found('a.c'), ['a.c'])
  assert.deepEqual(found('('), ['(x'])
  assert.deepEqual(found('istanbul'), ['İstanbul'])
  assert.deepEqual(found('JOSE'), ['Jose\u0301', 'José'])
  assert.deepEqual(found('__PROTO__'), ['__proto__'])
  assert.deepEqual(found('\u00a0abc\t'), ['abc'], 'any space parts words')
})

test('words are not found across the border of two columns', () => {
  const search = createSearch([
    { key: 'a', text: () => 'sun' },
    { key: 'b', text: () => 'day' },
  ])
  assert.equal(search([{}], 'sunday').length, 0)
  assert.equal(search([{}], 'day sun').length, 1)
})

test('whatever is sorted: all rows stay, in order, and those that are equal as they were', () => {
  type Row = { readonly at: number; readonly value: number }
  const values = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })))
  fc.assert(
    fc.property(values, fc.boolean(), (list, descending) => {
      const before = list.map((value, at): Row => ({ at, value }))
      const byValue = [{ key: 'value', text: ({ value }: Row) => value }]
      const after = sortRows(before, byValue, { key: 'value', descending })
      assert.deepEqual(new Set(after), new Set(before))
      for (const [index, row] of after.entries()) {
        const next = after[index + 1]
        if (next === undefined) break
        if (row.value === next.value) assert.ok(row.at < next.at)
        else assert.equal(row.value > next.value, descending)
      }
    }),
  )
})

test('a number that is none comes last, and leaves the others in order', () => {
  const none = Number.NaN
  for (const values of [
    [3, none, 1, none, 2],
    [none, none, 2, 1, 3],
    [Number.POSITIVE_INFINITY, none, Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY],
  ]) {
    const sorted = sortRows(values, [{ key: 'n', text: (value) => value }], {
      ...{ key: 'n', descending: false },
    })
    const numbers = values
      .filter((value) => !Number.isNaN(value))
      .toSorted((a, b) => (a < b ? -1 : 1))
    const nones = values.length - numbers.length
    assert.deepEqual(sorted, [...numbers, ...Array.from({ length: nones }, () => none)])
  }
})

test('a search finds what is seen: no part of the number that a moment is sorted by', () => {
  const rows = [
    { address: '10.0.0.76', at: 1_764_400_000_000 },
    { address: '192.0.2.1', at: 1_764_300_000_000 },
  ]
  type Row = (typeof rows)[number]
  const columns = [
    { key: 'address', text: ({ address }: Row) => address },
    { key: 'at', sortOnly: true, text: ({ at }: Row) => at },
  ]
  const found = (search: string) => arrange(rows, columns, { search, sorting: undefined })
  assert.deepEqual(found('76'), [rows[0]])
  assert.deepEqual(found('1764'), [])
  const sorting = { key: 'at', descending: false }
  assert.deepEqual(arrange(rows, columns, { search: '', sorting }), rows.toReversed())
})
