import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daysOfPeriod, periodNames, periodOf } from './period.ts'

test('a period that was chosen is the one that is shown, on every hour of a year', () => {
  for (let hour = 0; hour < 366 * 24; hour += 1) {
    const now = new Date(2028, 0, 1, hour)
    for (const name of periodNames) {
      const days = daysOfPeriod(name, now)
      assert.equal(periodOf({ from: `${days?.from}` }, now), name, `${name} ${now}`)
    }
  }
})

test('a week has seven days and a month thirty, with today', () => {
  const now = new Date(2026, 2, 30, 23, 59)
  assert.equal(daysOfPeriod('today', now)?.from, '2026-03-30')
  assert.equal(daysOfPeriod('week', now)?.from, '2026-03-24')
  assert.equal(daysOfPeriod('month', now)?.from, '2026-03-01')
})

test('days that end, or begin some other day, are one’s own; no days are all of the trail', () => {
  const now = new Date(2026, 2, 30)
  assert.equal(periodOf({ from: '2026-03-30', to: '2026-03-30' }, now), 'own')
  assert.equal(periodOf({ from: '2026-03-29' }, now), 'own')
  assert.equal(periodOf({ to: '2026-03-30' }, now), 'own')
  assert.equal(periodOf({ who: 'ann' }, now), 'all')
  assert.deepEqual(daysOfPeriod('all', now), { from: undefined, to: undefined })
  for (const name of ['own', 'constructor', '']) assert.equal(daysOfPeriod(name, now), undefined)
})
