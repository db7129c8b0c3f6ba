import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SigningKeyView } from '@watchword/protocol/api/signing-key.ts'
import { isForGood, timelineOf } from './timeline.ts'

const day = 86_400_000
const now = Date.UTC(2026, 5, 1)
const iso = (days: number) => new Date(now + days * day).toISOString()

const old: SigningKeyView = {
  kid: 'old',
  ...{ purpose: 'issuer', algorithm: 'ES256', state: 'kept' },
  ...{ publishedAt: iso(-100), signsFrom: iso(-100), signsUntil: iso(-10), neededUntil: iso(1) },
}
const present: SigningKeyView = {
  kid: 'present',
  ...{ purpose: 'issuer', algorithm: 'ES256', state: 'signing' },
  ...{ publishedAt: iso(-10.2), signsFrom: iso(-10), neededUntil: iso(2), rotatesAt: iso(80) },
}
const other: SigningKeyView = {
  ...present,
  kid: 'other',
  algorithm: 'RS256',
  signsUntil: iso(0.1),
  rotatesAt: iso(50),
}

test('keys stand by purpose and algorithm, in the order in which they sign', () => {
  const { lines } = timelineOf([present, other, old], now)
  assert.deepEqual(
    lines.map(({ algorithm, rows }) => [algorithm, rows.map(({ key }) => key.kid)]),
    [
      ['ES256', ['old', 'present']],
      ['RS256', ['other']],
    ],
  )
  assert.deepEqual(
    lines.map(({ rotatesAt }) => rotatesAt),
    [now + 80 * day, now + 50 * day],
  )
})

test('a life has its parts, each where it begins and ends; none of no length', () => {
  const { lines } = timelineOf([old, present], now)
  const phases = lines[0]?.rows.map(({ segments }) => segments.map(({ phase }) => phase))
  assert.deepEqual(phases, [
    ['signs', 'verifies'],
    ['published', 'signs'],
  ])
  const [first, second] = lines[0]?.rows ?? []
  const [signs, verifies] = first?.segments ?? []
  assert.ok(signs && verifies && second)
  assert.ok(Math.abs(signs.left + signs.width - verifies.left) < 1e-9)
  assert.equal(signs.open, false)
  assert.equal(second.segments.at(-1)?.open, true, 'nobody knows yet when it ends')
})

test('everything lies on the picture, what is short is wide enough to be seen, and now is inside', () => {
  const picture = timelineOf([old, present, other], now)
  assert.ok(picture.now > 0 && picture.now < 100)
  for (const { rows } of picture.lines) {
    for (const { left, width } of rows.flatMap(({ segments }) => segments)) {
      assert.ok(left >= 0 && left + width <= 100 + 1e-9, `${left} ${width}`)
      assert.ok(width >= 2.5 - 1e-9)
    }
    for (const { segments } of rows) {
      for (const [index, { left }] of segments.entries()) {
        const before = segments[index - 1]
        if (before !== undefined) assert.ok(left >= before.left + before.width - 1e-9)
      }
    }
  }
})

test('a key that is needed for good does not stretch the picture to the year 9999', () => {
  const forever = { ...old, neededUntil: '9999-12-31T00:00:00.000Z' }
  const picture = timelineOf([forever], now)
  assert.ok(picture.to < now + 30 * day)
  assert.equal(picture.lines[0]?.rows[0]?.segments.at(-1)?.open, true)
  assert.equal(isForGood(forever), true)
  assert.equal(isForGood(old), false)
  assert.equal(isForGood({ ...old, neededUntil: undefined } as never), false)
})

test('without a key there is a picture of now alone', () => {
  const picture = timelineOf([], now)
  assert.deepEqual(picture.lines, [])
  assert.ok(picture.from < now && now < picture.to)
})
