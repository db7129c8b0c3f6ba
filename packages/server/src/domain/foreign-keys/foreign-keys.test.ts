import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '@watchword/protocol/jose/algorithms.ts'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { createTestClock } from '../../../test/support/clock.ts'
import type { DocumentOutcome } from './foreign-document.ts'
import { createForeignKeys, type KeyOwner } from './foreign-keys.ts'

const minute = 60_000
const hour = 60 * minute
const { publicKey } = await generateKeyPair('ES256', { extractable: true })
const material = await exportJWK(publicKey)
const named = (kid: string): JWK => ({ ...material, kid })

const down: DocumentOutcome = { ok: false, refusal: 'unreachable', reason: 'it is down' }
const setOf = (keys: readonly unknown[], maxAgeSeconds?: number): DocumentOutcome => ({
  ...{ ok: true, value: { keys } },
  maxAgeSeconds,
})

/** Keys whose server answers what `answer` is set to, and counts. */
function world(answer: DocumentOutcome = setOf([named('a')])) {
  const clock = createTestClock()
  const state = { answer, fetched: [] as string[], wait: Promise.resolve() }
  const foreignKeys = createForeignKeys({
    clock,
    fetchDocument: async (url) => {
      state.fetched.push(url)
      await state.wait
      return state.answer
    },
  })
  const owner = ownerOf()
  const kids = async (kid?: string, of: KeyOwner = owner) =>
    (await foreignKeys.find(of, kid)).keys.map((key) => key.kid).join()
  return { clock, state, foreignKeys, owner, kids }
}

function ownerOf(
  change: Partial<Omit<KeyOwner, 'accountId'>> & { account?: string } = {},
): KeyOwner {
  const {
    account = 'acme',
    kind = 'client',
    id = 'app',
    url = 'https://keys.example/jwks',
  } = change
  const { algorithms = signatureAlgorithms } = change
  const accountId = parseAccountId(account)
  assert.ok(accountId)
  return { accountId, kind, id, url, algorithms }
}

test('fetched once while fresh: as long as the server says, between 5 minutes and 24 hours', async () => {
  const rows: readonly [number | undefined, number][] = [
    [undefined, 15 * minute],
    [0, 5 * minute],
    [600, 10 * minute],
    [1e9, 24 * hour],
  ]
  for (const [maxAge, freshFor] of rows) {
    const { clock, state, kids } = world(setOf([named('a')], maxAge))
    await kids('a')
    clock.advance(freshFor - 1)
    assert.equal(await kids('a'), 'a')
    assert.equal(state.fetched.length, 1, `${maxAge}`)
    clock.advance(1)
    await kids('a')
    assert.equal(state.fetched.length, 2, `${maxAge}`)
  }
})

test('an unknown kid makes one fetch in 30 seconds, however many ask', async () => {
  const { clock, state, kids } = world()
  await kids('a')
  state.answer = setOf([named('a'), named('b')])
  for (let count = 0; count < 20; count += 1) assert.equal(await kids(`x${count}`), 'a')
  assert.equal(state.fetched.length, 1)
  clock.advance(30_000)
  assert.equal(await kids('b'), 'a,b')
  await Promise.all(Array.from({ length: 20 }, (_, count) => kids(`y${count}`)))
  assert.equal(state.fetched.length, 2)
  clock.advance(29_999)
  await kids('z')
  assert.equal(state.fetched.length, 2)
})

test('a token without kid makes no fetch of its own', async () => {
  const { clock, state, kids } = world()
  await kids()
  clock.advance(minute)
  assert.equal(await kids(), 'a')
  assert.equal(state.fetched.length, 1)
})

test('one fetch in flight; who comes meanwhile gets its answer', async () => {
  const { state, kids } = world()
  const gate = Promise.withResolvers<void>()
  state.wait = gate.promise
  const asked = Array.from({ length: 10 }, () => kids('a'))
  gate.resolve()
  assert.deepEqual([...new Set(await Promise.all(asked))], ['a'])
  assert.equal(state.fetched.length, 1)
})

test('stale keys stay while the server is down, for 24 hours; it is tried every 30 seconds', async () => {
  const { clock, state, kids, foreignKeys, owner } = world(setOf([named('a')], 600))
  await kids('a')
  state.answer = down
  clock.advance(10 * minute)
  assert.deepEqual(await kids('a'), 'a')
  const { fault } = await foreignKeys.find(owner, 'a')
  assert.deepEqual(fault, { refusal: 'unreachable', reason: 'it is down' })
  assert.equal(state.fetched.length, 2)
  clock.advance(30_000)
  await kids('a')
  assert.equal(state.fetched.length, 3)
  clock.advance(24 * hour - 30_001)
  assert.equal(await kids('a'), 'a')
  clock.advance(1)
  // Within the cool-down, too.
  assert.equal(await kids('a'), '')
  clock.advance(30_000)
  assert.equal(await kids('a'), '')
  state.answer = setOf([named('b')])
  clock.advance(30_000)
  assert.equal(await kids('a'), 'b')
})

test('a server that was never reached is not asked by each call', async () => {
  const { clock, state, foreignKeys, owner } = world(down)
  for (let count = 0; count < 5; count += 1) {
    assert.deepEqual((await foreignKeys.find(owner, 'a')).fault?.reason, 'it is down')
  }
  assert.equal(state.fetched.length, 1)
  clock.advance(30_000)
  state.answer = setOf([named('a')])
  assert.equal((await foreignKeys.find(owner, 'a')).fault, undefined)
})

test('keys are of one owner of one account; a changed URL is another key set', async () => {
  const { state, kids } = world()
  await kids('a')
  state.answer = setOf([named('b')])
  assert.equal(await kids('a', ownerOf({ account: 'zenith' })), 'b')
  assert.equal(await kids('a', ownerOf({ id: 'other' })), 'b')
  assert.equal(await kids('a', ownerOf({ kind: 'connector' })), 'b')
  assert.equal(await kids('a'), 'a')
  assert.equal(await kids('a', ownerOf({ url: 'https://keys.example/new' })), 'b')
  assert.deepEqual(state.fetched.slice(-1), ['https://keys.example/new'])
  // What was at the old URL does not live on at the new one.
  state.answer = down
  assert.equal(await kids('a', ownerOf({ url: 'https://keys.example/third' })), '')
})

test('one account has at most four fetches under way; others are not held up', async () => {
  const { state, foreignKeys, kids } = world()
  const gate = Promise.withResolvers<void>()
  state.wait = gate.promise
  const slow = [1, 2, 3, 4].map((id) => kids('a', ownerOf({ id: `app${id}` })))
  const fifth = ownerOf({ id: 'app5' })
  assert.match((await foreignKeys.find(fifth, 'a')).fault?.reason ?? '', /too many/)
  const elsewhere = kids('a', ownerOf({ account: 'zenith' }))
  gate.resolve()
  assert.deepEqual(await Promise.all([...slow, elsewhere]), ['a', 'a', 'a', 'a', 'a'])
  assert.equal(await kids('a', fifth), 'a')
})

test('a set that is empty withdraws every key; a document that is no set withdraws none', async () => {
  const { clock, state, kids, foreignKeys, owner } = world()
  await kids('a')
  const more = Array.from({ length: 51 }, (_, index) => named(`${index}`))
  const noSets = [null, [], 'keys', {}, { keys: {} }, { keys: null }, { keys: more }]
  for (const value of noSets) {
    state.answer = { ok: true, value, maxAgeSeconds: undefined }
    clock.advance(30_000)
    const { keys, fault } = await foreignKeys.find(owner, 'other')
    assert.equal(keys.length, 1)
    assert.match(fault?.reason ?? '', /key set/)
    assert.equal(fault?.refusal, 'content')
  }
  state.answer = setOf(more.slice(0, 50))
  clock.advance(30_000)
  assert.equal((await foreignKeys.find(owner, 'other')).keys.length, 50)
  state.answer = setOf([])
  clock.advance(30_000)
  assert.deepEqual(await foreignKeys.find(owner, 'other').then(({ keys }) => keys), [])
})

test('keys that are not worth trusting are passed over', async () => {
  const weak = await generateKeyPair('RS256', { extractable: true })
  const rsa = await exportJWK(weak.publicKey)
  const { kids } = world(
    setOf([
      ...[null, 'key', 7, [], {}],
      { kty: 'oct', k: 'AAAA', kid: 'shared' },
      { ...material, d: material.x, kid: 'private' },
      { ...material, use: 'enc', kid: 'encryption' },
      { ...material, y: material.x, kid: 'off the curve' },
      { ...material, alg: 'HS256', kid: 'wrong algorithm' },
      { ...rsa, e: 'AQ', kid: 'exponent 1' },
      named('good'),
    ]),
  )
  assert.equal(await kids('good'), 'good')
})

test('keys are read for the algorithms of their owner; what is left out is told, with the reason', async () => {
  const rsa = await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey)
  const { state, foreignKeys } = world(
    setOf([named('curve'), { ...rsa, kid: 'rsa' }, { ...rsa, kid: 'enc', use: 'enc' }]),
  )
  const algorithmsOf = async (algorithms: readonly SignatureAlgorithm[]) => {
    const { keys, leftOut } = await foreignKeys.find(ownerOf({ algorithms }), undefined)
    return [keys.map((key) => `${key.kid} ${key.algorithm}`), leftOut]
  }
  const encryption = { kid: 'enc', fault: 'not_for_signatures' }
  assert.deepEqual(await algorithmsOf(['RS256']), [
    ['rsa RS256'],
    [{ kid: 'curve', fault: 'unsupported_algorithm' }, encryption],
  ])
  // A changed setting is seen at once.
  assert.deepEqual(await algorithmsOf(['PS256', 'ES256']), [
    ['curve ES256', 'rsa PS256'],
    [encryption],
  ])
  assert.equal(state.fetched.length, 2)
})

test('many accounts whose servers hang leave room for the others', async () => {
  const { state, kids, foreignKeys } = world()
  const gate = Promise.withResolvers<void>()
  state.wait = gate.promise
  const hung = Array.from({ length: 64 }, (_, account) =>
    [1, 2, 3, 4].map((id) => kids('a', ownerOf({ account: `bad${account}`, id: `${id}` }))),
  ).flat()
  await Promise.resolve()
  // Sixteen accounts took four each; then half was taken, and the other 48 have one each.
  assert.equal(state.fetched.length, 64 + 48)
  const elsewhere = foreignKeys.find(ownerOf({ account: 'acme' }), 'a')
  assert.equal(state.fetched.length, 64 + 48 + 1)
  gate.resolve()
  assert.deepEqual(
    (await elsewhere).keys.map(({ kid }) => kid),
    ['a'],
  )
  await Promise.all(hung)
})
