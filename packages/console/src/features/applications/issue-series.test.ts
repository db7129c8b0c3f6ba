import assert from 'node:assert/strict'
import { test } from 'node:test'
import { daily, hourly } from './issue-series.ts'

const issue = (hour: string, tokens: number) => ({ hour, tokens, lastAt: hour })
const issues = {
  hours: [
    issue('2026-01-14T23:00:00.000Z', 2),
    issue('2026-01-15T00:00:00.000Z', 3),
    issue('2026-01-15T11:00:00.000Z', 4),
  ],
}
const now = Date.parse('2026-01-15T12:34:56Z')

test('hours have no gaps, and end with the one that runs', () => {
  assert.deepEqual(hourly(issues, { now, count: 3 }), {
    periods: ['2026-01-15T10:00:00.000Z', '2026-01-15T11:00:00.000Z', '2026-01-15T12:00:00.000Z'],
    values: [0, 4, 0],
  })
})

test('days add up their hours, without gaps', () => {
  assert.deepEqual(daily(issues, { now, days: 3 }), {
    periods: ['2026-01-13', '2026-01-14', '2026-01-15'],
    values: [0, 2, 7],
  })
})
