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
})
