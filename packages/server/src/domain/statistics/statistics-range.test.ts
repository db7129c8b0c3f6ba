import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DomainError } from '#domain/errors.ts'
import { type AskedRange, periodsOf } from './statistics-range.ts'

const now = Date.UTC(2026, 0, 15, 12, 20)

function texts(asked: Partial<AskedRange>, timeZone = 'UTC'): readonly string[] {
  const range = { by: 'hour' as const, from: undefined, to: undefined, ...asked }
  return periodsOf(range, { timeZone, now }).map(({ text }) => text)
}

describe('the range of statistics', () => {
  test('by itself: the last 24 hours with the one that runs, or the last 30 days with today', () => {
    const hours = texts({})
    assert.deepEqual(
      [hours.length, hours[0], hours.at(-1)],
      [25, '2026-01-14T12:00:00.000Z', '2026-01-15T12:00:00.000Z'],
    )
    const days = texts({ by: 'day' })
    assert.deepEqual([days.length, days[0], days.at(-1)], [30, '2025-12-17', '2026-01-15'])
  })

  test('a day is included, a moment at the end is not; every hour that is touched is shown', () => {
    assert.equal(texts({ from: '2026-01-15', to: '2026-01-15' }).length, 24)
    assert.deepEqual(texts({ from: '2026-01-15T09:59:59.999Z', to: '2026-01-15T12:00:00+01:00' }), [
      '2026-01-15T09:00:00.000Z',
      '2026-01-15T10:00:00.000Z',
    ])
    assert.deepEqual(texts({ by: 'day', from: '2026-01-14', to: '2026-01-15T00:00:00Z' }), [
      '2026-01-14',
    ])
  })

  test('days are those of the account’s calendar: of 23, 24 and 25 hours', () => {
    const zone = 'Europe/Berlin'
    const asked = { by: 'day' as const }
    assert.deepEqual(texts({ ...asked, from: '2026-03-28', to: '2026-03-30' }, zone), [
      '2026-03-28',
      '2026-03-29',
      '2026-03-30',
    ])
    assert.equal(texts({ from: '2026-03-29', to: '2026-03-29' }, zone).length, 23)
    assert.equal(texts({ from: '2026-10-25', to: '2026-10-25' }, zone).length, 25)
    const tokyo = texts({ ...asked, from: '2026-01-14T15:00:00Z', to: '2026-01-15' }, 'Asia/Tokyo')
    assert.deepEqual(tokyo, ['2026-01-15'])
  })

  test('an hour and a day are numbered as they are kept', () => {
    const asked = { from: '2026-01-15', to: '2026-01-15' }
    const here = { timeZone: 'UTC', now }
    assert.equal(periodsOf({ by: 'day', ...asked }, here)[0]?.start, 20_260_115)
    const hour = Date.UTC(2026, 0, 15) / 3_600_000
    assert.equal(periodsOf({ by: 'hour', ...asked }, here)[0]?.start, hour)
  })

  for (const [name, asked] of [
    ['a day that does not exist', { from: '2026-02-29' }],
    ['a moment of a day that does not exist', { from: '2026-02-30T00:00:00Z' }],
    ['an hour that does not exist', { from: '2026-01-01T25:00:00Z' }],
    ['an end before the beginning', { from: '2026-01-15', to: '2026-01-14' }],
    ['nothing', { from: '2026-01-15T12:00:00Z', to: '2026-01-15T12:00:00Z' }],
    ['the future, to now', { from: '2026-01-16' }],
    ['before there were calendars', { from: '0000-01-01' }],
    ['more hours than are kept', { from: '2025-12-14', to: '2026-01-14' }],
    ['more days than are kept', { by: 'day', from: '2024-12-01', to: '2026-01-15' }],
    ['all days that there are', { by: 'day', from: '1900-01-01', to: '9999-12-31' }],
  ] as const) {
    test(`refused: ${name}`, () => {
      assert.throws(
        () => texts(asked),
        (fault: unknown) => fault instanceof DomainError && fault.details.fields?.length === 1,
      )
    })
  }

  test('as many as are kept are shown', () => {
    assert.equal(texts({ from: '2025-12-15', to: '2026-01-14' }).length, 744)
    assert.equal(texts({ by: 'day', from: '2024-12-12', to: '2026-01-15' }).length, 400)
  })
})
