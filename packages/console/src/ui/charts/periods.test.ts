import assert from 'node:assert/strict'
import { test } from 'node:test'
import { periodsOf } from './periods.ts'

test('hours are told in the time zone of the account', () => {
  const names = ['2026-01-31T22:00:00.000Z', '2026-01-31T23:00:00.000Z']
  const [before, after] = periodsOf(names, { by: 'hour', timeZone: 'Europe/Berlin', locale: 'en' })
  assert.equal(before?.key, names[0])
  assert.equal(before?.short, '23:00')
  assert.equal(after?.short, '00:00')
  assert.match(after?.long ?? '', /Sun.*Feb.*1.*00:00/)
})

test('a day is the day it says, wherever the browser is', () => {
  const [day] = periodsOf(['2026-01-31'], {
    ...{ by: 'day', timeZone: 'America/Los_Angeles', locale: 'en' },
  })
  assert.equal(day?.short, 'Jan 31')
  assert.match(day?.long ?? '', /Sat.*Jan 31.*2026/)
})

test('an unknown time zone is read as UTC, and what is no time is shown as it is', () => {
  const [hour, none] = periodsOf(['2026-01-31T22:00:00Z', 'other'], {
    ...{ by: 'hour', timeZone: 'Mars/Olympus', locale: 'en' },
  })
  assert.equal(hour?.short, '22:00')
  assert.deepEqual(none, { key: 'other', short: 'other', long: 'other' })
})
