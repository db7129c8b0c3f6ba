import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { parseApiKeyInput } from '@watchword/protocol/api/api-key.ts'
import { privilegedApis } from '@watchword/protocol/api/api-privileges.ts'
import fc from 'fast-check'
import { bodyOfKey, faultsOfKey, type Key, newKey, partKey, valuesOfKey } from './key-form.ts'
import { keyStateOf } from './key-state.ts'
import { instantOf, localTimeOf, momentOf } from './key-time.ts'
import { namesOf } from './privileges.ts'

const key: Key = {
  ...{ keyId: 'k1', appName: 'Orders', appDescription: '', developerID: 'd', purpose: 'p' },
  ...{ privileges: [{ data: 'users', type: 'Read' }], enabled: true, keyType: '' },
  ...{ creationTime: '2026-01-01 00:00:00', ipRanges: ['10.0.0.1', '::1'] },
  ...{ expirationTime: '2027-01-31 12:30:45', callsPerMinute: null, rerollOverlapUntil: null },
  revision: 3,
}
const now = Date.parse('2026-06-01T00:00:00Z')
const words = {
  ...{ required: 'required', privileges: 'choose', rate: 'number' },
  ranges: (wrong: readonly string[]) => wrong.join(' '),
}

describe('the form of a key', () => {
  test('what was not touched is sent as it was, and the end not at all: a form knows no seconds', () => {
    assert.deepEqual(bodyOfKey(valuesOfKey(key), key), {
      ...{ appName: 'Orders', appDescription: '', privileges: key.privileges },
      ...{ ipRanges: key.ipRanges, callsPerMinute: null },
    })
  })

  test('an end that was taken away or set is sent', () => {
    const values = { ...valuesOfKey(key), expirationTime: '' }
    assert.equal(bodyOfKey(values, key).expirationTime, null)
    const set = bodyOfKey({ ...values, expirationTime: '2028-02-01T08:00' }, key)
    assert.equal(set.expirationTime, new Date('2028-02-01T08:00').toISOString())
  })

  test('names what is wrong', () => {
    const given = { ...newKey, appName: ' ', ipRanges: 'x\n10.0.0.1\ny', callsPerMinute: 0 }
    assert.deepEqual(faultsOfKey(given, words), {
      ...{ appName: 'required', privileges: 'choose', ipRanges: 'x y', callsPerMinute: 'number' },
    })
    assert.deepEqual(faultsOfKey(valuesOfKey(key), words), {})
    const rate = { ...valuesOfKey(key), callsPerMinute: 1.5 }
    assert.deepEqual(Object.keys(faultsOfKey(rate, words)), ['callsPerMinute'])
  })

  test('sends what the server takes, if it finds no fault itself', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    const form = fc.record({
      appName: text,
      appDescription: text,
      privileges: fc.subarray(privilegedApis.flatMap(namesOf)),
      ipRanges: fc.constantFrom('', '10.0.0.1\r\n ::1,', '10.0.0.1 - 10.0.0.2', '300.1.1.1'),
      expirationTime: fc.constantFrom('', '2030-02-28T23:59', '1971-01-01T00:00'),
      callsPerMinute: fc.oneof(
        fc.constantFrom('', '7', ' ', '1e3', 'NaN', 0, 1_000_000, 1_000_001, 2 ** 53, Infinity),
        fc.integer(),
      ),
    })
    let taken = 0
    const check = fc.property(form, (values) => {
      if (Object.keys(faultsOfKey(values, words)).length > 0) return
      taken += 1
      // Through JSON, as it goes: a number that it does not have would be null, and no limit.
      const body: unknown = JSON.parse(JSON.stringify(bodyOfKey(values, undefined)))
      const read = parseApiKeyInput(body, 'create')
      assert.ok(read.ok, JSON.stringify(read))
      assert.equal(read.value.appName, values.appName.trim())
      const { callsPerMinute } = values
      const rate = callsPerMinute === '' ? null : Number(callsPerMinute)
      assert.equal(read.value.callsPerMinute, rate)
      assert.equal(read.value.privileges.length, values.privileges.length)
    })
    fc.assert(check, { numRuns: 400, seed: 11 })
    assert.ok(taken > 20, `${taken} were sent`)
  })

  test('an end that the page cannot read is refused, and never no end at all', () => {
    const values = { ...valuesOfKey(key), expirationTime: '20270-01-31T00:00' }
    const { expirationTime } = bodyOfKey(values, key)
    const read = parseApiKeyInput({ expirationTime }, 'update')
    assert.ok(!read.ok)
    assert.deepEqual(
      read.faults.map(({ path }) => path),
      ['expirationTime'],
    )
  })

  test('an end that was put back is not sent; one that was none stays none', () => {
    assert.ok(!('expirationTime' in bodyOfKey(valuesOfKey(key), key)))
    const endless = { ...key, expirationTime: null }
    assert.ok(!('expirationTime' in bodyOfKey(valuesOfKey(endless), endless)))
    assert.equal(bodyOfKey(newKey, undefined).expirationTime, null)
  })

  test('parts what is kept from what is secret', () => {
    const parted = partKey({ ...key, appSecret: 's', token: 't', tokenSecret: 'ts' })
    assert.deepEqual(parted.key, key)
    assert.deepEqual(parted.credentials, {
      ...{ keyId: 'k1', appSecret: 's', token: 't', tokenSecret: 'ts' },
    })
  })
})

describe('times of a key', () => {
  test('are UTC on the wire and local in a form', () => {
    assert.equal(momentOf('2027-01-31 12:30:45'), Date.UTC(2027, 0, 31, 12, 30, 45))
    assert.equal(momentOf(null), undefined)
    assert.equal(momentOf('never'), undefined)
    const at = new Date(2027, 0, 5, 7, 3).getTime()
    assert.equal(localTimeOf(at), '2027-01-05T07:03')
    assert.equal(instantOf('2027-01-05T07:03'), new Date(at).toISOString())
    assert.equal(instantOf(''), null)
  })
})

describe('times of a form, in a place that changes its clock', () => {
  const place = process.env['TZ']
  before(() => {
    process.env['TZ'] = 'Europe/Berlin'
  })
  after(() => {
    if (place === undefined) delete process.env['TZ']
    else process.env['TZ'] = place
  })
  test('summer and winter are told apart', () => {
    assert.equal(instantOf('2027-01-05T07:03'), '2027-01-05T06:03:00.000Z')
    assert.equal(instantOf('2027-07-05T07:03'), '2027-07-05T05:03:00.000Z')
  })
  test('what is shown means the minute it was, but for the hour that comes twice', () => {
    const twice = Date.UTC(2026, 9, 25, 1)
    const minute = fc.integer({ min: 0, max: 66_000_000 }).map((count) => count * 60_000)
    const aroundChanges = fc
      .tuple(fc.constantFrom(Date.UTC(2026, 2, 29, 1), twice), fc.integer({ min: -180, max: 180 }))
      .map(([at, minutes]) => at + minutes * 60_000)
    fc.assert(
      fc.property(fc.oneof(minute, aroundChanges), (at) => {
        const shown = localTimeOf(at)
        const back = Date.parse(instantOf(shown) ?? '')
        assert.equal(localTimeOf(back), shown, 'it is shown alike again')
        assert.ok(back === at || back === at - 3_600_000, shown)
      }),
    )
  })
})

describe('the state of a key', () => {
  const used = '2026-05-31T00:00:00.000Z'
  const of = (change: Partial<Key>, last: string | null = used) =>
    keyStateOf({ ...key, ...change }, last, now)
  test('what stops it comes first', () => {
    assert.equal(of({ enabled: false, expirationTime: '2020-01-01 00:00:00' }), 'disabled')
    assert.equal(of({ expirationTime: '2026-06-01 00:00:00' }), 'expired')
    assert.equal(of({ expirationTime: '2026-06-30 00:00:00' }), 'ending')
  })
  test('changes at the very second: at its end, 30 days before, 90 days after its last use', () => {
    const dayMs = 86_400_000
    const told = (ms: number) => new Date(ms).toISOString()
    const date = (ms: number) => told(ms).slice(0, 19).replace('T', ' ')
    const atEnd = (ms: number) => of({ expirationTime: date(now + ms) })
    assert.deepEqual([0, 1000].map(atEnd), ['expired', 'ending'])
    assert.deepEqual([30 * dayMs, 30 * dayMs + 1000].map(atEnd), ['ending', 'used'])
    const lastUsed = (ms: number) => of({ expirationTime: null }, told(now - ms))
    assert.deepEqual([90 * dayMs, 90 * dayMs + 1].map(lastUsed), ['used', 'unused'])
  })
  test('then whether anybody uses it', () => {
    assert.equal(of({}), 'used')
    assert.equal(of({}, null), 'unused')
    assert.equal(of({}, '2026-01-01T00:00:00.000Z'), 'unused')
  })
})
