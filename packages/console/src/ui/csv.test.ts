import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import Papa from 'papaparse'
import { guarded, unguarded, writeCsv } from './csv.ts'

test('RFC 4180: commas, quotes and lines are quoted', () => {
  assert.equal(
    writeCsv([
      ['a', 'b, c'],
      ['say "hi"', 'two\nlines'],
    ]),
    '\ufeffa,"b, c"\r\n"say ""hi""","two\nlines"\r\n',
  )
})

test('a cell that a spreadsheet takes for a formula gets a quote in front', () => {
  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\n1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '=cmd|"/C calc"!A0',
  ]) {
    assert.equal(guarded(text), `'${text}`)
    assert.equal(unguarded(guarded(text)), text)
    assert.ok(!/(?:^|,|\n)"?[=+\-@\t\r＝＋－＠]/.test(writeCsv([[text]]).slice(1)), text)
  }
  for (const text of ['a=b', "'quoted'", '', ' =1', 'anna@brand.example', "O'Neil"]) {
    assert.equal(guarded(text), text)
    assert.equal(unguarded(text), text)
  }
})

test('what looks guarded already comes back as it was', () => {
  for (const text of ["'=1", "''x", "'-"]) assert.equal(unguarded(guarded(text)), text)
})

test('line feeds and full-width signs begin formulas too', () => {
  for (const text of ['\n=1', '＝1+1', '＋1', '－1', '＠SUM(A1)']) {
    assert.equal(guarded(text), `'${text}`)
    assert.equal(unguarded(guarded(text)), text)
  }
})

test('whatever is written comes back, and no cell of it begins as a formula', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.constantFrom('=', '+', '-', '@', "'", '"', ',', ';', '\r', '\n', '\t', ' ', 'a'), {
        maxLength: 6,
      })
      .map((characters) => characters.join('')),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (rows) => {
      const written = writeCsv(rows)
      assert.equal(written[0], '\ufeff')
      const { data, errors } = Papa.parse<string[]>(written.slice(1), { ...dialect })
      assert.deepEqual(errors, [])
      assert.deepEqual(data.at(-1), [''], 'it ends with a line end')
      const cells = data.slice(0, -1)
      assert.deepEqual(
        cells.map((row) => row.map(unguarded)),
        rows,
      )
      for (const cell of cells.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r\n＝＋－＠]/)
    }),
    { numRuns: 1000 },
  )
})

const dialect = { delimiter: ',', newline: '\r\n' } as const
