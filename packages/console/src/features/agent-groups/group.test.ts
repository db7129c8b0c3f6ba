import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AgentGroup, agentGroupBodies } from '@watchword/protocol/api/agent-group.ts'
import fc from 'fast-check'
import { groupsBelow } from '../users/groups.ts'
import {
  bodyOfGroup,
  type GroupNode,
  mayChangeGroup,
  newGroup,
  parentsFor,
  reachOf,
  treeOf,
  usesOfGroup,
  valuesOfGroup,
  wayTo,
} from './group.ts'

const group = (id: number, parentGroupId: number | null, name: string): AgentGroup => ({
  ...{ id, deleted: false, name, parentGroupId, isEnabled: true, description: '' },
})
/** Main › (Sales, Support › Night › Late). */
const groups = [
  group(4, 3, 'Late'),
  group(-1, null, 'Main'),
  group(2, -1, 'Support'),
  group(3, 2, 'Night'),
  group(1, -1, 'Sales'),
]
const everything = { all: true, managed: [] }

const drawn = (nodes: readonly GroupNode[]): string =>
  nodes.map((node) => `${node.group.name}(${drawn(node.below)})`).join('')

test('groups are a tree, those of one parent by name', () => {
  assert.equal(drawn(treeOf(groups)), 'Main(Sales()Support(Night(Late())))')
  assert.equal(drawn(treeOf([])), '')
})

test('a group whose parent is not known is not lost', () => {
  assert.equal(drawn(treeOf([...groups, group(9, 77, 'Lonely')])).startsWith('Lonely()Main('), true)
})

test('whoever manages a group reaches all below it, in any order of the list', () => {
  assert.deepEqual(reachOf(groups, [2]), new Set([2, 3, 4]))
  assert.deepEqual(reachOf(groups, []), new Set())
})

test('the way to a group is told from the root, and a circle does not hang', () => {
  assert.deepEqual(wayTo(groups, 4), ['Main', 'Support', 'Night', 'Late'])
  assert.deepEqual(wayTo([group(5, 6, 'a'), group(6, 5, 'b')], 5), ['b', 'a'])
  assert.deepEqual(wayTo(groups, 99), [])
})

test('a group is never offered itself or what is below it as its parent', () => {
  const labels = parentsFor(groups, 2, everything).map(({ label }) => label)
  assert.deepEqual(labels, ['Main', 'Main › Sales'])
  assert.equal(parentsFor(groups, undefined, everything).length, 5)
})

test('who manages groups changes what is below them, and nothing else', () => {
  const rights = { all: false, managed: [2] }
  const may = (id: number) => {
    const one = groups.find((each) => each.id === id)
    return one !== undefined && mayChangeGroup(groups, one, rights)
  }
  assert.deepEqual([-1, 1, 2, 3, 4].map(may), [false, false, false, true, true])
  const labels = parentsFor(groups, 4, rights).map(({ label }) => label)
  assert.deepEqual(labels, ['Main › Support', 'Main › Support › Night'])
  assert.equal(mayChangeGroup(groups, group(-1, null, 'Main'), everything), true)
})

test('a group is sent back whole; the root has no parent', () => {
  const one = group(3, 2, 'Night')
  assert.deepEqual(bodyOfGroup(valuesOfGroup(one), one), one)
  const root = group(-1, null, 'Main')
  assert.deepEqual(bodyOfGroup(valuesOfGroup(root), root), root)
  assert.deepEqual(bodyOfGroup({ ...newGroup(2), name: ' x ' }, undefined), {
    ...{ name: 'x', description: '', parentGroupId: 2, isEnabled: true },
  })
})

test('what holds a group is named: the groups below it, and skills', () => {
  const skillRoutingConfiguration = [{ agentGroupId: 2, priority: 1, splitPercentage: 100 }]
  const skills = [
    { id: 8, deleted: false, name: 'Orders', skillRoutingConfiguration },
    { id: 9, deleted: false, name: 'Other' },
  ]
  const labels = { byGroups: 'Groups', bySkills: 'Skills' }
  assert.deepEqual(usesOfGroup(2, { groups, skills }, labels), [
    { label: 'Groups', names: [{ name: 'Night', to: '/agent-groups/3' }] },
    { label: 'Skills', names: [{ name: 'Orders', to: '/skills/8' }] },
  ])
  assert.deepEqual(usesOfGroup(4, { groups, skills }, labels), [])
})

const anyGroups = fc.uniqueArray(
  fc
    .tuple(
      fc.integer({ min: -1, max: 9 }),
      fc.option(fc.integer({ min: -1, max: 11 })),
      fc.string(),
    )
    .map(([id, parent, name]) => group(id, parent, name)),
  { selector: ({ id }) => id },
)
const idsIn = (nodes: readonly GroupNode[]): readonly number[] =>
  nodes.flatMap(({ group: one, below }) => [one.id, ...idsIn(below)])

test('groups that go round are not lost either, each stands there once', () => {
  assert.equal(
    drawn(treeOf([...groups, group(5, 6, 'a'), group(6, 5, 'b')])).includes('a(b())'),
    true,
  )
  assert.equal(drawn(treeOf([group(5, 5, 'own')])), 'own()')
  fc.assert(
    fc.property(anyGroups, (given) => {
      assert.deepEqual(idsIn(treeOf(given)).toSorted(), given.map(({ id }) => id).toSorted())
    }),
  )
})

test('whatever the tree: whoever reaches a group reaches what is below it, and nothing is its own parent', () => {
  fc.assert(
    fc.property(anyGroups, fc.integer({ min: -1, max: 9 }), (given, id) => {
      const reach = reachOf(given, [id])
      for (const one of given) {
        if (one.parentGroupId != null && reach.has(one.parentGroupId)) assert.ok(reach.has(one.id))
      }
      const offered = parentsFor(given, id, everything).map(({ value }) => Number(value))
      assert.ok(offered.every((one) => !reach.has(one)))
      assert.deepEqual(reach, groupsBelow(given, [id]), 'as the pages of users have it')
      for (const one of given) assert.equal(wayTo(given, one.id).at(-1), one.name)
    }),
  )
})

test('who manages nothing may change nothing, and is offered nothing', () => {
  const nobody = { all: false, managed: [] }
  assert.ok(groups.every((one) => !mayChangeGroup(groups, one, nobody)))
  assert.deepEqual(parentsFor(groups, undefined, nobody), [])
})

test('contract 1 section 5.1: what is sent is what the server takes', () => {
  const body = bodyOfGroup({ ...newGroup(-1), name: ' x ' }, undefined)
  assert.ok(agentGroupBodies.parse.created(body).ok)
  assert.ok(!agentGroupBodies.parse.created(bodyOfGroup(newGroup(-1), undefined)).ok, 'no name')
})
