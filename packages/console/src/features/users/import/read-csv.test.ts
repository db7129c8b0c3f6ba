import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { writeCsv } from '#ui/csv.ts'
import { guessMapping, importFieldNames, importFields, mapColumn } from './columns.ts'
import { mostRows, readCsv } from './read-csv.ts'

describe('a file', () => {
  test('what is no table is told at the line of the file, not at the row', () => {
    const text = 'a,b\n"two\nlines","three\n\nlines"\n"open,1\n'
    assert.deepEqual(readCsv(text), { kind: 'no_table', line: 6 })
  })

  test('short rows are filled, long ones cut, and what separates is what parts the head', () => {
    for (const separator of [',', ';', '\t', '|']) {
      const text = ['a*b', '1', '1*2*3', 'x. y*z'].join('\n').replaceAll('*', separator)
      const table = readCsv(text)
      assert.ok('rows' in table)
      assert.deepEqual(
        table.rows.map(({ cells }) => cells),
        [
          ['1', ''],
          ['1', '2'],
          ['x. y', 'z'],
        ],
      )
    }
  })

  test('what separates is found from the head, whatever the rows hold and wherever the head stands', () => {
    const cells = (text: string) => {
      const table = readCsv(text)
      assert.ok('rows' in table, JSON.stringify(table))
      return [table.heads, ...table.rows.map((row) => [row.line, ...row.cells])]
    }
    const named = ['login', 'profiles', 'skills']
    for (const [text, row] of [
      ['login;profiles;skills\r\nanna;"A; B";1,5,6\r\n', [2, 'anna', 'A; B', '1,5,6']],
      ['login\tprofiles\tskills\nanna\tA; B\t1,5', [2, 'anna', 'A; B', '1,5']],
      ['login,profiles,skills\nanna,A; B; C; D,x\ty', [2, 'anna', 'A; B; C; D', 'x\ty']],
      ['\r\n \r\nlogin;profiles;skills\r\nanna;A;', [4, 'anna', 'A', '']],
      ['\ufeffsep=;\r\nlogin;profiles;skills\r\nanna;A,B;', [3, 'anna', 'A,B', '']],
      ['SEP=\t\nlogin\tprofiles\tskills\nanna\t\tx', [3, 'anna', '', 'x']],
      ['"login";"profiles";"skills"\nanna;A;B', [2, 'anna', 'A', 'B']],
    ] as const) {
      assert.deepEqual(cells(text), [named, row], text)
    }
    assert.deepEqual(readCsv('sep=;'), { kind: 'empty' })
    assert.deepEqual(readCsv('sep=;\n\na;b\n"open'), { kind: 'no_table', line: 4 })
    assert.deepEqual(cells('sep=x,b\n1,2'), [
      ['sep=x', 'b'],
      [2, '1', '2'],
    ])
  })

  test('as many rows as an account has users, and not one more; empty ones do not count', () => {
    const file = (rows: number) => `a\n${'x\n\n'.repeat(rows)}`
    const most = readCsv(file(mostRows))
    assert.ok('rows' in most)
    assert.deepEqual(most.rows.at(-1), { line: 2 * mostRows, cells: ['x'] })
    assert.deepEqual(readCsv(file(mostRows + 1)), { kind: 'too_many', count: mostRows + 1 })
  })

  test('whatever was written by us is read again, cell by cell', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.trim())
    const row = fc.tuple(fc.constant('x'), cell, cell)
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const table = readCsv(writeCsv([['login', 'name', 'mail'], ...rows]))
        assert.ok('rows' in table, JSON.stringify(table))
        assert.deepEqual(
          table.rows.map(({ cells }) => cells),
          rows,
        )
      }),
      { numRuns: 500 },
    )
  })

  test('whatever stands in it, it is a table or told', () => {
    const noise = fc.array(fc.constantFrom('"', ',', ';', '\n', '\r', 'a', '\u0000', '\ufeff', ' '))
    fc.assert(
      fc.property(noise, (parts) => {
        const table = readCsv(parts.join(''))
        if (!('rows' in table)) return
        for (const { cells, line } of table.rows) {
          assert.equal(cells.length, table.heads.length)
          assert.ok(Number.isInteger(line) && line > 1)
        }
      }),
    )
  })
})

describe('heads', () => {
  test('no word means two fields, and each field is known by its own name', () => {
    const words = importFieldNames.flatMap((name) => [name.toLowerCase(), ...importFields[name]])
    assert.deepEqual(
      words.filter((word, at) => words.indexOf(word) !== at),
      [],
    )
    assert.deepEqual(guessMapping(importFieldNames), importFieldNames)
    for (const word of words) assert.match(word, /^[a-z]+$/, 'else it is never found')
  })

  test('heads that mean nothing, even as members of every object, are not read', () => {
    const heads = ['', '__proto__', 'constructor', 'toString', '123', '名前']
    assert.deepEqual(guessMapping(heads), Array(heads.length).fill(null))
  })

  test('whatever is mapped: no field is taken twice, and no other column is changed', () => {
    const field = fc.option(fc.constantFrom(...importFieldNames))
    fc.assert(
      fc.property(fc.uniqueArray(field, { minLength: 1 }), fc.nat(), field, (before, at, next) => {
        const index = at % before.length
        const after = mapColumn(before, index, next)
        const taken = after.filter((one) => one !== null)
        assert.equal(new Set(taken).size, taken.length)
        assert.equal(after[index], next)
        for (const [place, one] of after.entries()) {
          if (place !== index && before[place] !== next) assert.equal(one, before[place])
        }
      }),
    )
  })
})
