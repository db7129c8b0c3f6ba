import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AgentGroup } from './agent-group.ts'
import { createGroupTree } from './group-tree.ts'

const group = (id: number, parentGroupId: number | null, deleted = false): AgentGroup => ({
  ...{
    id,
    parentGroupId,
    deleted,
    name: `${id}`,
    description: '',
    isEnabled: true,
    dateUpdated: 0,
  },
})

test('contract 1 section 4.5: a group reaches itself and all below it, and no deleted ones', () => {
  const tree = createGroupTree([
    group(-1, null),
    group(1, -1),
    group(2, 1),
    group(3, 2),
    group(4, -1),
    group(5, 1, true),
  ])
  assert.deepEqual([...tree.reach([1])].sort(), [1, 2, 3])
  assert.deepEqual([...tree.reach([5, 99])], [])
  assert.equal(tree.reach([-1]).size, 5)
  assert.equal(tree.isDetached(3), false)
})

test('contract 1 section 5.1: a circle, and a group below nothing, are detached', () => {
  const tree = createGroupTree([
    group(-1, null),
    group(1, 2),
    group(2, 1),
    group(3, 99),
    group(4, 4),
  ])
  for (const id of [1, 2, 3, 4]) assert.equal(tree.isDetached(id), true, `${id}`)
  assert.equal(tree.isDetached(-1), false)
})

test('whatever the groups are, looking at them ends, and only what is below the root is attached', () => {
  const groups = fc.array(
    fc.record({ id: fc.integer({ min: 0, max: 20 }), parent: fc.integer({ min: -1, max: 20 }) }),
  )
  fc.assert(
    fc.property(groups, (pairs) => {
      const byId = new Map(pairs.map(({ id, parent }) => [id, group(id, parent)]))
      const tree = createGroupTree([group(-1, null), ...byId.values()])
      const below = tree.reach([-1])
      for (const id of byId.keys()) assert.equal(tree.isDetached(id), !below.has(id))
    }),
  )
})
