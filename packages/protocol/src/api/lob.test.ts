import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { Lob, lobFields, SelectedLob } from './lob.ts'
import { inputListSchema, inputSchema, parseInput, parseInputList } from './parse-input.ts'

const lob = { id: 1, deleted: false, name: 'Retail', dateUpdated: '2015-06-22 19:20:03' }

test('contract 1 section 5.1: a whole line of business is an answer', () => {
  assert.ok(Check(Lob, lob))
  assert.ok(!Check(Lob, { ...lob, deleted: 'false' }))
  assert.ok(Check(SelectedLob, {}))
})

test('contract 1 section 5.1: only the name is required', () => {
  const result = parseInput(lobFields, lob, 'update')
  assert.deepEqual(result, { ok: true, value: { id: 1, name: 'Retail' } })
  const empty = parseInput(lobFields, { description: null }, 'create')
  assert.deepEqual(empty.ok ? [] : empty.faults, [{ path: 'name', reason: 'is required' }])
  assert.ok(Check(inputSchema(lobFields, 'create'), { name: 'x', description: null }))
})

test('contract 1 section 5.1: bulk bodies', () => {
  assert.ok(parseInputList(lobFields, [lob], 'update').ok)
  assert.ok(Check(inputListSchema(lobFields, 'create'), [{ name: 'x' }]))
  assert.equal(parseInputList(lobFields, [{ name: 'x' }], 'update').ok, false)
})
