import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Announcement, Announcements } from '#storage/port.ts'
import { createAccountCache } from './account-cache.ts'

function createAnnouncements() {
  const listeners: ((announcement: Announcement) => void)[] = []
  let reliable = true
  const announcements: Announcements = {
    reliable: () => reliable,
    subscribe: (listener) => {
      listeners.push(listener)
    },
  }
  return {
    announcements,
    tell: (announcement: Announcement) => {
      for (const listener of listeners) listener(announcement)
    },
    setReliable: (value: boolean) => {
      reliable = value
    },
  }
}

function setUp(max = 100) {
  const source = createAnnouncements()
  const cache = createAccountCache<{ readonly name: string }>(source.announcements, { max })
  const keep = (key: string, accountId = 'acme') =>
    cache.set(key, accountId, { name: key }, cache.mark())
  return { ...source, cache, keep }
}

test('what was set is found, until its account, it itself, or everything is announced', () => {
  const ends: readonly Announcement[] = [
    { about: 'account', accountId: 'acme' },
    { about: 'session', tokenHash: 'a' },
    { about: 'everything' },
  ]
  for (const end of ends) {
    const { cache, keep, tell } = setUp()
    keep('a')
    assert.deepEqual(cache.get('a'), { name: 'a' })
    tell(end)
    assert.equal(cache.get('a'), undefined, end.about)
    keep('a')
    assert.deepEqual(cache.get('a'), { name: 'a' }, 'it may be set anew')
  }
})

test('an announcement leaves what it does not name', () => {
  const { cache, keep, tell } = setUp()
  keep('a', 'acme')
  keep('b', 'other')
  tell({ about: 'account', accountId: 'acme' })
  tell({ about: 'session', tokenHash: 'c' })
  assert.equal(cache.get('a'), undefined)
  assert.deepEqual(cache.get('b'), { name: 'b' })
})

test('what was read before a change and is set after it is refused', () => {
  const changes: readonly Announcement[] = [
    { about: 'account', accountId: 'acme' },
    { about: 'session', tokenHash: 'a' },
    { about: 'everything' },
  ]
  for (const change of changes) {
    const { cache, tell } = setUp()
    const mark = cache.mark()
    tell(change)
    cache.set('a', 'acme', { name: 'stale' }, mark)
    assert.equal(cache.get('a'), undefined, change.about)
  }
  const { cache } = setUp()
  const mark = cache.mark()
  cache.delete('a')
  cache.set('a', 'acme', { name: 'stale' }, mark)
  assert.equal(cache.get('a'), undefined, 'delete')
})

test('while announcements may be missed nothing is answered, and afterwards nothing from before', () => {
  const { cache, keep, tell, setReliable } = setUp()
  keep('a')
  setReliable(false)
  assert.equal(cache.get('a'), undefined)
  const mark = cache.mark()
  keep('b')
  assert.equal(cache.get('b'), undefined)
  setReliable(true)
  tell({ about: 'everything' })
  cache.set('c', 'acme', { name: 'c' }, mark)
  for (const key of ['a', 'b', 'c']) assert.equal(cache.get(key), undefined, key)
})

test('it holds no more than its bound; what was not used for longest goes first', () => {
  const { cache, keep } = setUp(3)
  for (const key of ['a', 'b', 'c']) keep(key)
  cache.get('a')
  keep('d')
  assert.equal(cache.get('b'), undefined)
  for (const key of ['a', 'c', 'd']) assert.deepEqual(cache.get(key), { name: key })
})

test('accounts that change without end neither fill the memory nor bring back what was forgotten', () => {
  const { cache, keep, tell } = setUp(10)
  keep('a', 'acme')
  const mark = cache.mark()
  tell({ about: 'account', accountId: 'acme' })
  for (let index = 0; index < 100; index += 1) tell({ about: 'account', accountId: `x${index}` })
  assert.equal(cache.get('a'), undefined)
  cache.set('a', 'acme', { name: 'stale' }, mark)
  assert.equal(cache.get('a'), undefined)
  keep('a', 'acme')
  assert.deepEqual(cache.get('a'), { name: 'a' })
})

test('in any order of reads, changes and announcements, no stale value is answered', () => {
  const step = fc.constantFrom('begin', 'finish', 'change-a', 'change-b', 'everything', 'get')
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { cache, tell } = setUp(2)
      const versions = { a: 0, b: 0 }
      const reads: { readonly key: 'a' | 'b'; readonly name: string; readonly mark: number }[] = []
      for (const [index, taken] of steps.entries()) {
        const key = index % 2 === 0 ? 'a' : 'b'
        if (taken === 'begin') reads.push({ key, name: String(versions[key]), mark: cache.mark() })
        if (taken === 'finish') {
          const read = reads.shift()
          if (read) cache.set(read.key, read.key, { name: read.name }, read.mark)
        }
        if (taken === 'change-a' || taken === 'change-b') {
          const changed = taken === 'change-a' ? 'a' : 'b'
          versions[changed] += 1
          tell({ about: 'account', accountId: changed })
        }
        if (taken === 'everything') {
          versions.a += 1
          versions.b += 1
          tell({ about: 'everything' })
        }
        const found = cache.get(key)
        if (found !== undefined) assert.equal(found.name, String(versions[key]))
      }
    }),
  )
})
