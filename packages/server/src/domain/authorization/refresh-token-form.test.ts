import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { randomHex } from '#lib/random.ts'
import {
  grantNamedIn,
  grantOfRefreshToken,
  makeRefreshToken,
  successorOf,
} from './refresh-token-form.ts'

const key = { id: 'k', bytes: randomBytes(32) }
const grantId = randomHex(16)

describe('the form of refresh tokens', () => {
  test('128 hex characters, never the same, that name their grant', () => {
    const [one, other] = [makeRefreshToken(key, grantId), makeRefreshToken(key, grantId)]
    assert.match(one, /^[0-9a-f]{128}$/)
    assert.notEqual(one, other)
    assert.equal(grantOfRefreshToken(key, one), grantId)
  })

  test('the successor is the same each time, another under another key, and of the same grant', () => {
    const token = makeRefreshToken(key, grantId)
    const next = successorOf(key, token)
    assert.match(next, /^[0-9a-f]{128}$/)
    assert.equal(successorOf(key, token), next)
    assert.equal(grantOfRefreshToken(key, next), grantId)
    const chain = [token, next, successorOf(key, next)]
    assert.equal(new Set(chain).size, 3)
    assert.notEqual(successorOf({ id: 'k', bytes: randomBytes(32) }, token), next)
  })

  test('which grant a text names is read from its form alone, and of no other form', () => {
    const token = makeRefreshToken({ id: 'foreign', bytes: randomBytes(32) }, grantId)
    assert.equal(grantNamedIn(token), grantId)
    for (const text of [
      '',
      grantId,
      token.slice(1),
      `${token}0`,
      `${token}\n`,
      `\0${token.slice(1)}`,
    ]) {
      assert.equal(grantNamedIn(text), undefined)
    }
  })

  test('what somebody else made names nothing', () => {
    const token = makeRefreshToken(key, grantId)
    const flipped = (at: number) =>
      `${token.slice(0, at)}${token[at] === '0' ? '1' : '0'}${token.slice(at + 1)}`
    const foreign = { id: 'k', bytes: randomBytes(32) }
    for (const [of, text] of [
      [key, flipped(0)],
      [key, flipped(40)],
      [key, flipped(127)],
      [key, token.slice(1)],
      [key, `${token}0`],
      [key, token.toUpperCase()],
      [key, ''],
      [foreign, token],
    ] as const) {
      assert.equal(grantOfRefreshToken(of, text), undefined, text)
    }
  })
})
