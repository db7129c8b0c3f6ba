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

test('an hour begins with its first millisecond', () => {
  const at = (text: string) => hourly(issues, { now: Date.parse(text), count: 1 }).values
  assert.deepEqual(at('2026-01-15T10:59:59.999Z'), [0])
  assert.deepEqual(at('2026-01-15T11:00:00.000Z'), [4])
  assert.deepEqual(at('2026-01-15T11:59:59.999Z'), [4])
  assert.deepEqual(at('2026-01-15T12:00:00.000Z'), [0])
})

test('a day begins at midnight in UTC, and the end of February is where the year has it', () => {
  const of = (text: string, days: number) => daily(issues, { now: Date.parse(text), days })
  assert.deepEqual(of('2026-01-14T23:59:59.999Z', 1).values, [2])
  assert.deepEqual(of('2026-01-15T00:00:00.000Z', 1).values, [7])
  const ends = (year: number) => of(`${year}-03-01T00:00:00Z`, 2).periods[0]
  assert.deepEqual([2026, 2028].map(ends), ['2026-02-28', '2028-02-29'])
  assert.deepEqual(of('2026-01-15T12:00:00Z', 0), { periods: [], values: [] })
})
