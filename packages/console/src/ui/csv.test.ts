import assert from 'node:assert/strict'
import { test } from 'node:test'
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
