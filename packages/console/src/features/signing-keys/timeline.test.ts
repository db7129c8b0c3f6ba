import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SigningKeyView } from '@watchword/protocol/api/signing-key.ts'
import fc from 'fast-check'
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

test('parts at the end of the picture stand side by side: none covers another', () => {
  const first = { ...old, signsUntil: iso(0), neededUntil: iso(1) }
  const next: SigningKeyView = {
    ...{ kid: 'next', purpose: 'issuer', algorithm: 'ES256', state: 'next' },
    ...{ publishedAt: iso(0.9), signsFrom: iso(0.95), signsUntil: iso(0.98), neededUntil: iso(1) },
  }
  const { lines } = timelineOf([{ ...first, publishedAt: iso(-400) }, next], now)
  const [published, signs, verifies] = lines[0]?.rows[1]?.segments ?? []
  assert.ok(published && signs && verifies)
  assert.ok(signs.left >= published.left + published.width - 1e-9)
  assert.ok(verifies.left >= signs.left + signs.width - 1e-9)
  assert.ok(verifies.left + verifies.width <= 100 + 1e-9)
})

/** Lives of any length, from minutes to years, with ends that are not known and one that never comes. */
const span = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 1, noNaN: true }), fc.nat(800))
const anyKey = fc
  .record({
    begin: fc.integer({ min: -800, max: 0 }),
    spans: fc.tuple(span, span, span),
    end: fc.constantFrom('open', 'kept', 'for good'),
    algorithm: fc.constantFrom('ES256', 'RS256', 'EdDSA'),
  })
  .map(({ begin, spans: [published, signs, verifies], end, algorithm }): SigningKeyView => {
    const [from, until] = [begin + published, begin + published + signs]
    const kept = { signsUntil: iso(until), neededUntil: iso(until + verifies) }
    return {
      ...{ kid: 'k', purpose: 'issuer', algorithm, state: 'signing' },
      ...{ publishedAt: iso(begin), signsFrom: iso(from) },
      ...(end !== 'open' && kept),
      ...(end === 'for good' && { neededUntil: '9999-12-31T00:00:00.000Z' }),
    }
  })

test('whatever the keys are, every part is seen, in its order, and on the picture', () => {
  fc.assert(
    fc.property(fc.array(anyKey, { maxLength: 6 }), (keys) => {
      const picture = timelineOf(keys, now)
      assert.ok(picture.now > 0 && picture.now < 100)
      const rows = picture.lines.flatMap((line) => line.rows)
      assert.equal(rows.length, keys.length)
      for (const { key, segments } of rows) {
        let end = 0
        for (const { left, width, from, to, open } of segments) {
          assert.ok(left >= end - 1e-9, 'none covers the one before it')
          assert.ok(width >= 2.5 - 1e-9 && from < to)
          end = left + width
          const isOpen = key.signsUntil === undefined || isForGood(key)
          if (open) assert.ok(isOpen, 'only what has no end goes on')
        }
        assert.ok(end <= 100 + 1e-9)
      }
    }),
    { numRuns: 300 },
  )
})

test('a moment is the same in every way to write it, and the end of all is the year 9999', () => {
  assert.equal(isForGood({ ...old, neededUntil: '9999-01-01T00:00:00.000Z' }), true)
  assert.equal(isForGood({ ...old, neededUntil: '9998-12-31T23:59:59.999Z' }), false)
  const east = { ...present, rotatesAt: '2026-03-29T03:30:00+02:00' }
  const west = { ...present, rotatesAt: '2026-03-28T21:30:00-04:00' }
  assert.equal(timelineOf([east], now).lines[0]?.rotatesAt, Date.UTC(2026, 2, 29, 1, 30))
  assert.deepEqual(timelineOf([east], now).from, timelineOf([west], now).from)
})

test('the earliest change of a line is the next one', () => {
  const keys = [present, { ...present, kid: 'later', rotatesAt: iso(90) }, old]
  assert.equal(timelineOf(keys, now).lines[0]?.rotatesAt, now + 80 * day)
  assert.equal(timelineOf([old], now).lines[0]?.rotatesAt, undefined)
})
