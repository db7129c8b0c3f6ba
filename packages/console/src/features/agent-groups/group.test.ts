import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
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
