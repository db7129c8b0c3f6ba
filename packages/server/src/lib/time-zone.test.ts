import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  dayAfter,
  isTimeZone,
  localTime,
  offsetAt,
  parseCalendarDay,
  startOfDay,
} from './time-zone.ts'

describe('time zones', () => {
  test('names of the IANA database are known, aliases included; offsets and others are not', () => {
    for (const name of ['UTC', 'US/Eastern', 'Europe/Berlin', 'Asia/Kolkata', 'Etc/GMT+5']) {
      assert.equal(isTimeZone(name), true, name)
    }
    for (const name of ['', '+01:00', 'Mars/Olympus', 'US/Eastern ', 'a'.repeat(80), '../etc']) {
      assert.equal(isTimeZone(name), false, name)
    }
  })

  test('only days that exist, written yyyy-MM-dd, are read', () => {
    assert.deepEqual(parseCalendarDay('2024-02-29'), { year: 2024, month: 2, day: 29 })
    const refused = ['2023-02-29', '2024-13-01', '2024-1-1', '24-01-01', '2024-01-01T00:00', '']
    for (const text of [...refused, '2024-00-10', '2024-04-31', '1776-07-04', '2024-01-01\n']) {
      assert.equal(parseCalendarDay(text), undefined, text)
    }
  })

  test('the day after crosses months, leap days and years', () => {
    assert.deepEqual(dayAfter({ year: 2024, month: 2, day: 28 }), { year: 2024, month: 2, day: 29 })
    assert.deepEqual(dayAfter({ year: 2025, month: 12, day: 31 }), { year: 2026, month: 1, day: 1 })
  })

  const beginnings: readonly (readonly [zone: string, day: string, utc: string])[] = [
    ['UTC', '2026-01-15', '2026-01-15T00:00:00Z'],
    ['US/Eastern', '2026-01-15', '2026-01-15T05:00:00Z'],
    ['US/Eastern', '2026-07-15', '2026-07-15T04:00:00Z'],
    ['US/Eastern', '2026-03-08', '2026-03-08T05:00:00Z'],
    ['US/Eastern', '2026-03-09', '2026-03-09T04:00:00Z'],
    ['US/Eastern', '2026-11-01', '2026-11-01T04:00:00Z'],
    ['US/Eastern', '2026-11-02', '2026-11-02T05:00:00Z'],
    ['Asia/Kathmandu', '2026-01-15', '2026-01-14T18:15:00Z'],
    // The clock goes forward at midnight: the day begins at 01:00.
    ['Africa/Cairo', '2024-04-26', '2024-04-25T22:00:00Z'],
    // It goes back at midnight: there are two midnights, the first counts.
    ['America/Havana', '2024-11-03', '2024-11-03T04:00:00Z'],
    // A day that was left out is empty: it begins where the next one does.
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00Z'],
  ]
  for (const [zone, text, utc] of beginnings) {
    test(`${text} begins in ${zone} at ${utc}`, () => {
      const day = parseCalendarDay(text)
      assert.ok(day)
      assert.equal(new Date(startOfDay(day, zone)).toISOString(), new Date(utc).toISOString())
    })
  }

  test('how far a zone is ahead is what its clock shows, also right before and after a change', () => {
    const zones = ['UTC', 'US/Eastern', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Pacific/Apia']
    const changes = ['2026-03-08T07:00:00Z', '2026-11-01T06:00:00Z', '2011-12-30T10:00:00Z']
    const near = changes.flatMap((at) =>
      [-901_000, -1, 0, 1, 901_000].map((ms) => Date.parse(at) + ms),
    )
    const moments = fc.oneof(
      fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2040, 0) }),
      fc.constantFrom(...near),
    )
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (at, zone) => {
        const { year, month, day, hour, minute, second } = localTime(at, zone)
        const shown = Date.UTC(year, month - 1, day, hour, minute, second)
        assert.equal(offsetAt(at, zone), shown - Math.floor(at / 1000) * 1000)
      }),
      { numRuns: 500 },
    )
  })

  test('a moment lies in the day that its local time shows', () => {
    const zones = ['UTC', 'US/Eastern', 'Europe/London', 'Australia/Lord_Howe', 'Pacific/Apia']
    const moments = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) })
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (at, zone) => {
        const day = localTime(at, zone)
        const from = startOfDay(day, zone)
        const to = startOfDay(dayAfter(day), zone)
        assert.ok(from <= at && at < to, `${at} in ${zone}`)
      }),
      { numRuns: 300 },
    )
  })
})
