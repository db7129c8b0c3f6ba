import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type ConnectorValues, newValues } from './form-values.ts'
import { enforced, stricter, triableRules, withRule, withRulesOf } from './report-only.ts'

const values = (set: Partial<ConnectorValues>): ConnectorValues => ({ ...newValues, ...set })

describe('rules that are only tried', () => {
  test('only what is stricter than now is offered', () => {
    assert.deepEqual(triableRules(newValues), [
      ...['algorithms', 'clockToleranceSeconds', 'audience', 'encryptionRequired'],
    ])
    const loose = values({ textTimes: true, unknownSdes: 'drop', allowMissingAudience: true })
    for (const rule of ['textTimes', 'unknownSdes', 'allowMissingAudience'] as const) {
      assert.ok(triableRules(loose).includes(rule), rule)
    }
    assert.ok(!triableRules(values({ encryptionRequired: true })).includes('encryptionRequired'))
    assert.equal(stricter('clockToleranceSeconds', values({ clockToleranceSeconds: 0 })), undefined)
  })

  test('what is tried stays in sight, although it is in force by now', () => {
    const both = values({ encryptionRequired: true, reportOnly: { encryptionRequired: true } })
    assert.ok(triableRules(both).includes('encryptionRequired'))
  })

  test('a rule goes into the trial with a value that is stricter, and out of it again', () => {
    const one = values({ clientId: ' me ' })
    const tried = withRule(one, 'audience', true)
    assert.deepEqual(tried, { audience: ['me'] })
    assert.deepEqual(withRule({ ...one, reportOnly: tried }, 'audience', false), {})
    const two = withRule({ ...one, reportOnly: tried }, 'encryptionRequired', true)
    assert.deepEqual(two, { audience: ['me'], encryptionRequired: true })
  })

  test('put in force, the trial is over and nothing else changes', () => {
    const tried = values({ issuer: 'i', reportOnly: { clockToleranceSeconds: 5 } })
    assert.deepEqual(enforced(tried), { ...tried, clockToleranceSeconds: 5, reportOnly: {} })
  })

  test('a trial that was ended comes back as it was, and what others changed besides stays', () => {
    const trials: readonly ConnectorValues['reportOnly'][] = [
      {},
      { clockToleranceSeconds: 5 },
      { algorithms: ['ES256'], audience: [], encryptionRequired: true, unknownSdes: 'refuse' },
    ]
    for (const reportOnly of trials) {
      const before = values({ issuer: 'before', algorithms: ['RS256', 'ES256'], reportOnly })
      for (const ended of [enforced(before), { ...before, reportOnly: {} }]) {
        assert.deepEqual(withRulesOf(before, ended), before)
        assert.deepEqual(withRulesOf(before, { ...ended, issuer: 'theirs' }), {
          ...before,
          issuer: 'theirs',
        })
      }
    }
  })

  test('a rule that was not tried keeps what somebody made of it meanwhile', () => {
    const before = values({ reportOnly: { encryptionRequired: true } })
    const later = { ...enforced(before), clockToleranceSeconds: 7 }
    const back = withRulesOf(before, later)
    assert.equal(back.clockToleranceSeconds, 7)
    assert.equal(back.encryptionRequired, false)
  })
})
