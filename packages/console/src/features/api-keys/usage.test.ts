import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressesOf, callsByApi, callsOf, daysBetween, refusedOf } from './usage.ts'

const use = (api: string, day: string, count: number, lastAddress = '10.0.0.1') => ({
  ...{ api, day, count, lastAddress },
})
const days = ['2026-02-28', '2026-03-01', '2026-03-02']

describe('how a key is used', () => {
  test('days are those of the calendar, both ends included', () => {
    assert.deepEqual(daysBetween('2026-02-28', '2026-03-02'), days)
    assert.deepEqual(daysBetween('2026-03-02', '2026-03-01'), [])
    assert.deepEqual(daysBetween('x', 'y'), [])
  })

  test('calls are told apart by API, the most first, days without calls are 0', () => {
    const uses = [use('skills', days[0] ?? '', 1), use('users', days[2] ?? '', 7)]
    assert.deepEqual(callsByApi({ uses }, days, 'Others'), [
      { name: 'users', label: 'Users', values: [0, 0, 7] },
      { name: 'skills', label: 'Skills', values: [1, 0, 0] },
    ])
    assert.equal(callsOf({ uses }), 8)
  })

  test('more APIs than can be told apart are one', () => {
    const uses = Array.from({ length: 9 }, (_, index) => use(`a${index}`, days[0] ?? '', 9 - index))
    const series = callsByApi({ uses }, days, 'Others')
    assert.deepEqual(
      series.map(({ label }) => label),
      ['a0', 'a1', 'a2', 'a3', 'Others'],
    )
    assert.equal(series.at(-1)?.values[0], 5 + 4 + 3 + 2 + 1)
  })

  test('addresses are told once each, the newest first', () => {
    const uses = [
      use('users', '2026-02-28', 1, '10.0.0.1'),
      use('users', '2026-03-02', 1, '10.0.0.2'),
      use('skills', '2026-03-01', 1, '10.0.0.1'),
      use('skills', '2026-03-01', 1, ''),
    ]
    assert.deepEqual(addressesOf({ uses }), [
      { address: '10.0.0.2', day: '2026-03-02' },
      { address: '10.0.0.1', day: '2026-03-01' },
    ])
  })

  test('refusals of all reasons are counted together', () => {
    const refusal = { lastAt: '', lastAddress: '' }
    const refusals = [
      { problem: 'nonce_used', count: 2, ...refusal },
      { problem: 'signature_invalid', count: 3, ...refusal },
    ]
    assert.equal(refusedOf({ refusals }), 5)
  })

  test('a leap day is a day, a year has all of its days, and too long a time is cut', () => {
    assert.deepEqual(daysBetween('2028-02-28', '2028-03-01'), [
      ...['2028-02-28', '2028-02-29', '2028-03-01'],
    ])
    assert.equal(new Set(daysBetween('2026-01-01', '2026-12-31')).size, 365)
    assert.deepEqual(daysBetween('2026-03-29', '2026-03-29'), ['2026-03-29'])
    assert.equal(daysBetween('0001-01-01', '9999-12-31').length, 400)
  })

  test('names that every object has are names like others; days that are not asked for count not', () => {
    const uses = ['__proto__', 'toString'].map((api) => use(api, '2026-03-01', 2))
    const series = callsByApi({ uses: [...uses, use('users', '2020-01-01', 99)] }, days, 'Others')
    assert.deepEqual(
      series.map(({ name, values }) => [name, ...values]),
      [
        ['__proto__', 0, 2, 0],
        ['toString', 0, 2, 0],
        ['users', 0, 0, 0],
      ],
    )
    assert.deepEqual(callsByApi({ uses: [] }, days, 'Others'), [])
  })
})
