import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueOf, nextKeyOf, publishedAheadMs, signingKeyOf, stateOf } from './schedule.ts'
import type { StoredSigningKey } from './signing-key.ts'

const line = { purpose: 'issuer', algorithm: 'ES256' } as const

function keyOf(kid: string, given: Partial<StoredSigningKey>): StoredSigningKey {
  return {
    ...line,
    kid,
    createdAt: 0,
    signsFrom: 0,
    signsUntil: undefined,
    neededUntil: 0,
    publicJwk: { kty: 'EC', kid, alg: 'ES256', use: 'sig' },
    sealedPrivateKey: '',
    ...given,
  }
}

const first = keyOf('first', { signsFrom: 1000, signsUntil: 2000 })
const second = keyOf('second', { signsFrom: 2000 })
const rsa = keyOf('rsa', { algorithm: 'RS256' })

test('the key that signs is told by the clock, to the millisecond', () => {
  const keys = [first, second, rsa]
  for (const [now, signing, next] of [
    [0, 'first', 'second'],
    [1000, 'first', 'second'],
    [1999, 'first', 'second'],
    [2000, 'second', undefined],
    [9e15, 'second', undefined],
  ] as const) {
    assert.equal(signingKeyOf(keys, line, now)?.kid, signing, `at ${now}`)
    assert.equal(nextKeyOf(keys, line, now)?.kid, next, `at ${now}`)
  }
  assert.equal(signingKeyOf(keys, { purpose: 'idtoken', algorithm: 'RS256' }, 0), undefined)
})

test('of keys that follow one another in one millisecond the last signs', () => {
  const keys = [
    keyOf('b', { signsFrom: 5, signsUntil: 5 }),
    keyOf('a', { signsFrom: 5 }),
    keyOf('c', { signsFrom: 1, signsUntil: 5 }),
  ]
  assert.equal(signingKeyOf(keys, line, 5)?.kid, 'a')
  assert.equal(signingKeyOf(keys, line, 4)?.kid, 'c')
  assert.deepEqual(
    keys.map((key) => stateOf(keys, key, 5)),
    ['kept', 'signing', 'kept'],
  )
})

test('an old key needs a successor, but not one for AppJWTs; one that tokens need is not spent', () => {
  const rotationMs = publishedAheadMs * 10
  const old = keyOf('old', { signsFrom: 0 })
  const appJwt = keyOf('app', { purpose: 'appjwt', algorithm: 'RS256' })
  const needed = keyOf('needed', { signsUntil: 1, neededUntil: rotationMs })
  const spent = keyOf('spent', { signsUntil: 1, neededUntil: 1 })
  const kidsOf = (now: number) => {
    const due = dueOf([old, appJwt, needed, spent], rotationMs, now)
    return [due.aged.map(({ kid }) => kid), due.spent.map(({ kid }) => kid)]
  }
  assert.deepEqual(kidsOf(0), [[], []])
  assert.deepEqual(kidsOf(rotationMs - publishedAheadMs - 1), [[], ['spent']])
  assert.deepEqual(kidsOf(rotationMs - publishedAheadMs), [['old'], ['spent']])
})
