import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyOfKey, faultsOfKey, type Key, newKey, partKey, valuesOfKey } from './key-form.ts'
import { keyStateOf } from './key-state.ts'
import { instantOf, localTimeOf, momentOf } from './key-time.ts'

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
    assert.equal(instantOf('tomorrow'), null)
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
  test('then whether anybody uses it', () => {
    assert.equal(of({}), 'used')
    assert.equal(of({}, null), 'unused')
    assert.equal(of({}, '2026-01-01T00:00:00.000Z'), 'unused')
  })
})
