import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { AgentGroup, agentGroupFields, SelectedAgentGroup } from './agent-group.ts'
import { inputListSchema, inputSchema, parseInput, parseInputList } from './parse-input.ts'

const root = { id: -1, deleted: false, name: 'Main Group', parentGroupId: null, isEnabled: true }

test('contract 1 section 2.4: the root group is -1 and has no parent', () => {
  assert.ok(Check(AgentGroup, root))
  assert.ok(!Check(AgentGroup, { ...root, parentGroupId: '5' }))
  assert.ok(Check(SelectedAgentGroup, { name: 'Main Group' }))
})

test('contract 1 section 5.1: the root can be written back as it was read', () => {
  const result = parseInput(agentGroupFields, root, 'update')
  const { deleted, ...writable } = root
  assert.equal(deleted, false)
  assert.deepEqual(result, { ok: true, value: writable })
  assert.ok(Check(inputSchema(agentGroupFields, 'update'), root))
})

test('contract 1 section 5.1: a parent must be named, if only as null', () => {
  const result = parseInput(agentGroupFields, { name: 'x', isEnabled: true }, 'create')
  assert.deepEqual(result.ok ? [] : result.faults, [
    { path: 'parentGroupId', reason: 'is required' },
  ])
  const child = parseInput(agentGroupFields, { name: 'x', parentGroupId: '-1' }, 'create')
  assert.deepEqual(child, { ok: true, value: { name: 'x', parentGroupId: -1 } })
})

test('contract 1 section 5.1: a replacement must say whether the group is enabled', () => {
  const result = parseInput(agentGroupFields, { name: 'x', parentGroupId: -1 }, 'update')
  assert.deepEqual(result.ok ? [] : result.faults, [{ path: 'isEnabled', reason: 'is required' }])
})

test('contract 1 section 5.1: bulk bodies', () => {
  assert.ok(parseInputList(agentGroupFields, [root], 'update').ok)
  assert.ok(Check(inputListSchema(agentGroupFields, 'update'), [root]))
})
