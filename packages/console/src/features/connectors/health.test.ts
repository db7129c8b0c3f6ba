import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { healthOf, refusedOf } from './health.ts'

const early = '2026-11-29T01:00:00.000Z'
const late = '2026-11-29T02:00:00.000Z'
const reason = (lastAt: string, count = 1) => ({ name: 'aud', count, lastAt })
const unused = {
  verified: 0,
  refused: [],
  lastVerifiedAt: null,
  lastRefused: null,
  identityProvider: [],
}
const server = (state: string) => ({
  ...{ target: 'keys', url: 'https://login.example/jwks', state, failuresInARow: 9 },
  ...{ openUntil: null, lastSuccessAt: null, lastFailure: null },
})

describe('how a connector does', () => {
  test('nobody came: unused', () => assert.equal(healthOf(unused), 'unused'))

  test('the newest counts, not the number', () => {
    const both = { ...unused, lastVerifiedAt: late, lastRefused: reason(early, 999) }
    assert.equal(healthOf(both), 'working')
    assert.equal(
      healthOf({ ...both, lastVerifiedAt: early, lastRefused: reason(late) }),
      'doubtful',
    )
  })

  test('refused alone: failing; let in alone: working', () => {
    assert.equal(healthOf({ ...unused, lastRefused: reason(late) }), 'failing')
    assert.equal(healthOf({ ...unused, lastVerifiedAt: late }), 'working')
  })

  test('a server that is not asked any more outdoes the rest', () => {
    const open = { ...unused, lastVerifiedAt: late, identityProvider: [server('open')] }
    assert.equal(healthOf(open), 'down')
    assert.equal(healthOf({ ...open, identityProvider: [server('half-open')] }), 'working')
  })

  test('refusals of all reasons are counted together', () => {
    assert.equal(refusedOf({ refused: [reason(early, 2), reason(late, 3)] }), 5)
    assert.equal(refusedOf({ refused: [] }), 0)
  })
})
