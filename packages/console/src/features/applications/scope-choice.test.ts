import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  explained,
  groupsOf,
  isChosen,
  type ScopeEntry,
  toggled,
  unlisted,
  withOthers,
} from './scope-choice.ts'

const [openid, read, write, invoke] = [
  { scope: 'openid', group: 'Identity', description: 'Know that it is you', aliases: [] },
  {
    ...{ scope: 'users:read', group: 'Administration', description: 'Read users' },
    aliases: ['users.read', 'users.external'],
  },
  {
    ...{ scope: 'users:write', group: 'Administration', description: 'Change users' },
    aliases: ['users.external'],
  },
  {
    ...{ scope: 'consumers:invoke', group: 'Watchword', description: 'Act for consumers' },
    aliases: ['msg.consumer'],
  },
] as const satisfies readonly ScopeEntry[]
const catalogue = [openid, read, write, invoke]

test('scopes are grouped by area; those that nobody installs are left out', () => {
  assert.deepEqual(
    groupsOf(catalogue).map(({ group, entries }) => [group, entries.length]),
    [
      ['Administration', 2],
      ['Watchword', 1],
    ],
  )
})

test('a search finds words in any order, also in other names', () => {
  assert.deepEqual(groupsOf(catalogue, 'USERS change'), [
    { group: 'Administration', entries: [write] },
  ])
  assert.deepEqual(groupsOf(catalogue, 'msg.'), [{ group: 'Watchword', entries: [invoke] }])
  assert.deepEqual(groupsOf(catalogue, 'nothing'), [])
})

test('a scope is chosen by any of its names, and taken out under all of them', () => {
  assert.equal(isChosen(invoke, ['msg.consumer']), true)
  assert.deepEqual(toggled(invoke, ['x'], catalogue), ['x', 'consumers:invoke'])
  assert.deepEqual(toggled(invoke, ['msg.consumer', 'consumers:invoke', 'x'], catalogue), ['x'])
})

test('a name of several scopes leaves the others when one is taken out', () => {
  assert.deepEqual(toggled(read, ['users.external', 'a'], catalogue), ['users:write', 'a'])
  assert.deepEqual(toggled(write, ['users.external', 'users:read'], catalogue), ['users:read'])
})

test('names of others are kept apart', () => {
  assert.deepEqual(unlisted(['openid', 'mine:all', 'msg.consumer'], catalogue), ['mine:all'])
})

test('each scope is explained in the words of the consent page', () => {
  assert.deepEqual(explained(['users.external', 'mine:all'], catalogue), [
    { scope: 'users.external', description: 'Read users; Change users' },
    { scope: 'mine:all', description: undefined },
  ])
})

test('whatever names there are: a click on one scope changes that one, and no other', () => {
  const name = (index: number) => `scope:${index}`
  const entries = fc.array(fc.subarray(['toString', '__proto__', 'all', 'x.read']), {
    minLength: 1,
    maxLength: 4,
  })
  const chosen = fc.subarray(['toString', '__proto__', 'all', 'scope:0', 'scope:2', 'mine:all'])
  fc.assert(
    fc.property(entries, chosen, fc.nat(), (aliasLists, before, place) => {
      const all: readonly ScopeEntry[] = aliasLists.map((aliases, index) => ({
        ...{ scope: name(index), group: 'g', description: 'd', aliases },
      }))
      const entry = all[place % all.length]
      assert.ok(entry)
      const after = toggled(entry, before, all)
      for (const one of all) {
        assert.equal(isChosen(one, after), isChosen(one, before) !== (one === entry), one.scope)
      }
      assert.deepEqual(unlisted(after, all), unlisted(before, all))
      assert.equal(new Set(after).size, after.length)
    }),
  )
})

test('names that are typed are chosen once, whatever else they are called', () => {
  const entry = (scope: string, ...aliases: readonly string[]) => ({
    ...{ scope, aliases: [...aliases], group: 'People', description: scope, kind: 'api' },
  })
  const known = [entry('users:read', 'old-users'), entry('skills:read')] as never
  for (const [typed, chosen, wanted] of [
    [['own'], ['users:read'], ['users:read', 'own']],
    [['users:read', 'own'], ['users:read'], ['users:read', 'own']],
    [['old-users'], ['users:read'], ['users:read']],
    [['users:read'], ['old-users'], ['old-users']],
    [['skills:read'], ['users:read'], ['users:read', 'skills:read']],
    [['own', 'own'], [], ['own']],
    [[], ['users:read', 'own', 'gone'], ['users:read']],
  ] as const) {
    assert.deepEqual(withOthers(typed, chosen, known), wanted, `${typed} over ${chosen}`)
  }
})
