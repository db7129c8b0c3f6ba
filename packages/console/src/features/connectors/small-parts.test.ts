import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '../../api/problem.ts'
import { newValues } from './form-values.ts'
import { usesOf } from './in-use.ts'
import { discoveryAddress } from './issuer-address.ts'
import { mustSendSecret, randomSecret } from './secret.ts'
import { someConnector } from './some-connector.ts'
import { daysOf, shareLetIn } from './status-days.ts'

describe('the address of an issuer’s metadata (OpenID Connect Discovery 1.0 section 4)', () => {
  test('stands below the issuer, with one slash between', () => {
    const address = 'https://login.example/.well-known/openid-configuration'
    assert.equal(discoveryAddress('https://login.example'), address)
    assert.equal(discoveryAddress(' https://login.example/ '), address)
    assert.equal(
      discoveryAddress('https://login.example/tenant'),
      'https://login.example/tenant/.well-known/openid-configuration',
    )
  })

  test('an issuer that is no address has none', () => {
    for (const issuer of [
      '',
      'brand',
      'https://',
      'https://a b',
      'https://a/?x=1',
      'javascript:1',
    ]) {
      assert.equal(discoveryAddress(issuer), undefined, issuer)
    }
  })
})

describe('secrets', () => {
  test('are of 256 bits, url-safe, and never the same', () => {
    const made = new Set(Array.from({ length: 50 }, randomSecret))
    assert.equal(made.size, 50)
    for (const secret of made) assert.match(secret, /^[A-Za-z0-9_-]{43}$/)
  })

  test('a kept one is asked for again when it would go elsewhere', () => {
    const before = someConnector(2, { tokenEndpoint: 'https://t', clientSecret: '********' })
    const values = { ...newValues, tokenEndpoint: 'https://t' }
    assert.equal(mustSendSecret(values, before), false)
    assert.equal(mustSendSecret({ ...values, tokenEndpoint: 'https://u' }, before), true)
    assert.equal(mustSendSecret({ ...values, discoveryEndpoint: 'https://d' }, before), true)
  })
})

describe('a connector that is in use', () => {
  const refusal = (status: number, ...reasons: readonly string[]) =>
    new Problem('no', { status, fields: reasons.map((reason) => ({ path: 'id', reason })) })

  test('its engagements are named as the API names them', () => {
    const fault = refusal(409, 'is used by engagement 5 “<img>” of campaign 2 “Spring”')
    assert.deepEqual(usesOf(fault), ['Engagement 5 “<img>” of campaign 2 “Spring”'])
  })

  test('another refusal names none', () => {
    assert.deepEqual(usesOf(refusal(412, 'is used by x')), [])
    assert.deepEqual(usesOf(new Error('x')), [])
  })
})

describe('the days of a status', () => {
  const reason = (count: number) => ({ name: 'aud', count, lastAt: '' })

  test('every day is there, also those without anybody, over the end of a month', () => {
    const days = daysOf({
      ...{ from: '2026-11-29', to: '2026-12-02' },
      days: [{ day: '2026-12-01', verified: 3, refused: [reason(1), reason(2)], wouldRefuse: [] }],
    })
    assert.deepEqual(days, [
      { day: '2026-11-29', verified: 0, refused: 0 },
      { day: '2026-11-30', verified: 0, refused: 0 },
      { day: '2026-12-01', verified: 3, refused: 3 },
      { day: '2026-12-02', verified: 0, refused: 0 },
    ])
  })

  test('a time that makes no sense draws nothing, a long one not without end', () => {
    assert.deepEqual(daysOf({ from: '2026-12-02', to: '2026-11-01', days: [] }), [])
    assert.deepEqual(daysOf({ from: 'x', to: 'y', days: [] }), [])
    assert.equal(daysOf({ from: '2000-01-01', to: '2026-01-01', days: [] }).length, 100)
  })

  test('of nobody there is no share; one refused of a thousand is not all', () => {
    assert.equal(shareLetIn(0, 0), undefined)
    assert.equal(shareLetIn(999, 1), 99)
    assert.equal(shareLetIn(5, 0), 100)
  })
})
