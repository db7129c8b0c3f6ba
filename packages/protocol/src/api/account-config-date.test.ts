import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatConfigDate, formatErrorTime } from './account-config-date.ts'

test('contract 1 section 4.3: a date is yyyy-MM-dd HH:mm:ss, in UTC', () => {
  const cases = [
    ['2015-06-22T19:20:03.000Z', '2015-06-22 19:20:03'],
    ['2015-06-22T19:20:03.999Z', '2015-06-22 19:20:03'],
    ['2024-02-29T00:00:00.000Z', '2024-02-29 00:00:00'],
    ['2024-01-01T01:00:00.000+02:00', '2023-12-31 23:00:00'],
    ['0001-01-01T00:00:00.000Z', '0001-01-01 00:00:00'],
  ] as const
  for (const [instant, text] of cases) assert.equal(formatConfigDate(new Date(instant)), text)
})

test('contract 1 section 4.3: a year without four digits, or no date at all, is our mistake', () => {
  assert.throws(() => formatConfigDate(new Date('+010000-01-01T00:00:00Z')), RangeError)
  assert.throws(() => formatConfigDate(new Date('-000001-01-01T00:00:00Z')), RangeError)
  assert.throws(() => formatConfigDate(new Date(Number.NaN)), RangeError)
})

test('contract 1 section 4.3: a date loses nothing but its milliseconds', () => {
  const seconds = fc.integer({ min: 0, max: 253_402_300_799 })
  fc.assert(
    fc.property(seconds, (second) => {
      const text = formatConfigDate(new Date(second * 1000))
      return Date.parse(`${text.replace(' ', 'T')}Z`) === second * 1000
    }),
  )
})

test('contract 1 section 0.1: the time of an error reads like the worked example', () => {
  const cases = [
    ['2016-09-22T16:10:15Z', 'Sep 22, 2016 4:10:15 PM'],
    ['2016-01-02T00:00:00Z', 'Jan 2, 2016 12:00:00 AM'],
    ['2016-12-31T12:05:09Z', 'Dec 31, 2016 12:05:09 PM'],
    ['2016-05-09T11:59:59Z', 'May 9, 2016 11:59:59 AM'],
    ['2016-10-30T23:00:01Z', 'Oct 30, 2016 11:00:01 PM'],
  ] as const
  for (const [instant, text] of cases) assert.equal(formatErrorTime(new Date(instant)), text)
  assert.throws(() => formatErrorTime(new Date(Number.NaN)), RangeError)
})

test('contract 1 section 0.1: the time of an error can be read back to the second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }), (second) => {
      return Date.parse(`${formatErrorTime(new Date(second * 1000))} UTC`) === second * 1000
    }),
  )
})
