import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readColumns } from './kept-columns.ts'

test('what a browser kept is taken if it is a list of names, whoever wrote it', () => {
  for (const [text, columns] of [
    [null, undefined],
    ['', undefined],
    ['[]', []],
    ['["email","group"]', ['email', 'group']],
    ['["email",1,null,{}]', ['email']],
    ['{"length":1,"0":"email"}', undefined],
    ['"email"', undefined],
    ['["email"', undefined],
    ['null', undefined],
  ] as const) {
    assert.deepEqual(readColumns(text), columns, `${text}`)
  }
})
