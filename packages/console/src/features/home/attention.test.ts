import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attentionKinds } from '@watchword/protocol/api/statistics.ts'
import { aboutAttention, attentionShown, isForGood } from './attention.ts'

const item = (id: string) => ({ id, name: `name of ${id}`, at: null, href: '/api' })

test('every kind that the server tells has a place where it is mended', () => {
  assert.deepEqual(Object.keys(aboutAttention).toSorted(), [...attentionKinds].toSorted())
  for (const { to, all } of Object.values(aboutAttention)) {
    assert.match(to('17'), /^\/[a-z]/)
    assert.match(all, /^\/[a-z]/)
  }
})

test('an id is part of an address, whatever it holds', () => {
  assert.equal(aboutAttention.key_unused.to('a/../b?c'), '/data-sources/api-keys/a%2F..%2Fb%3Fc')
})

test('a few are named, the others counted', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'].map(item)
  const [shown] = attentionShown([{ kind: 'key_unused', total: 120, items }])
  assert.equal(shown?.items.length, 4)
  assert.equal(shown?.more, 116)
  assert.equal(shown?.total, 120)
})

test('nothing of a kind, or a kind that is not known yet, is not shown', () => {
  const unknown = { kind: 'toString' as 'key_unused', total: 1, items: [item('a')] }
  assert.deepEqual(attentionShown([{ kind: 'key_expired', total: 0, items: [] }, unknown]), [])
})

test('a lock of a hundred years is one for good', () => {
  const now = Date.parse('2026-01-31T12:00:00Z')
  assert.equal(isForGood('2126-01-07T12:00:00Z', now), true)
  assert.equal(isForGood('2026-01-31T12:30:00Z', now), false)
  assert.equal(isForGood(null, now), false)
})
