import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ago } from './ago.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const now = Date.UTC(2026, 0, 15)
const before = (length: number) => ago(now - length, now)
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

test('the largest unit that is filled is said, in the past and in the future', () => {
  assert.equal(before(0), relative.format(0, 'minute'))
  assert.equal(before(29 * second), relative.format(0, 'minute'))
  assert.equal(before(60 * second), relative.format(-1, 'minute'))
  assert.equal(before(3 * hour), relative.format(-3, 'hour'))
  assert.equal(before(-3 * hour), relative.format(3, 'hour'))
  assert.equal(before(2 * day), relative.format(-2, 'day'))
  assert.equal(before(800 * day), relative.format(-2, 'year'))
})

test('what rounds to a whole larger unit is said in that one', () => {
  assert.equal(before(59 * minute + 40 * second), relative.format(-1, 'hour'))
  assert.equal(before(23 * hour + 50 * minute), relative.format(-1, 'day'))
  assert.equal(before(30 * day + 20 * hour), relative.format(-1, 'month'))
  assert.equal(before(355 * day), relative.format(-1, 'year'))
  assert.equal(before(-364 * day), relative.format(1, 'year'))
  assert.equal(before(-(23 * hour + 50 * minute)), relative.format(1, 'day'))
})

test('whatever the distance: no count reaches the next unit', () => {
  const most = { minute: 60, hour: 24, day: 31, month: 12 } as Readonly<Record<string, number>>
  const parts = (text: string) => /(\d+) (minute|hour|day|month)/.exec(text)
  fc.assert(
    fc.property(fc.integer({ min: -400 * day, max: 400 * day }), (distance) => {
      const [, count, unit = ''] = parts(before(distance)) ?? []
      assert.ok(count === undefined || Number(count) < (most[unit] ?? 0), before(distance))
    }),
    { numRuns: 2000 },
  )
})
