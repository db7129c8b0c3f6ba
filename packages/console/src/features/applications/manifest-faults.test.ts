import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../../ui/json-text.ts'
import { serverFaults, syntaxFaults } from './manifest-faults.ts'

const words = {
  empty: () => 'empty',
  unexpected: (found: string) => `unexpected ${found}`,
  unended: () => 'unended',
  text: () => 'text',
  number: () => 'number',
  deep: () => 'deep',
  duplicate: (found: string) => `twice ${found}`,
  noObject: 'no object',
  noName: 'no name',
}
const told = (text: string) =>
  syntaxFaults(readJson(text), words).map((fault) => [fault.place.line, fault.text])

test('what a page sees by itself is told at its line', () => {
  assert.deepEqual(told('{"client_name": 1}'), [])
  assert.deepEqual(told('{\n"a": }'), [[2, 'unexpected }']])
  assert.deepEqual(told('{"client_name": 1,\n"a": 2,\n"a": 3}'), [[3, 'twice a']])
  assert.deepEqual(told('{"toString": 1}'), [[1, 'no name']])
  for (const text of ['[]', '"x"', 'null', '1'])
    assert.deepEqual(told(text), [[1, 'no object']], text)
})

test('faults of the server stand in the order of the text, those of the whole at its beginning', () => {
  const read = readJson('{\n"scope": 1,\n"redirect_uris": ["x"],\n"client_name": ""\n}')
  const faults = [
    { path: 'client_name', reason: 'must not be empty' },
    { path: 'redirect_uris[0]', reason: 'must be absolute' },
    { path: '', reason: 'must be shorter' },
  ]
  assert.deepEqual(
    serverFaults(read, faults).map(({ place: { line, column }, text }) => [line, column, text]),
    [
      [1, 1, 'must be shorter'],
      [3, 19, 'redirect_uris[0]: must be absolute'],
      [4, 1, 'client_name: must not be empty'],
    ],
  )
  assert.deepEqual(serverFaults(readJson('{'), faults), [])
})
