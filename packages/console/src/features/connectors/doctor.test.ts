import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fieldOfFinding, sorted, waitBeforeCheck } from './doctor.ts'
import { newValues } from './form-values.ts'

const finding = (id: string, verdict = 'ok', value: string | null = null) => ({
  ...{ id, verdict, message: '', value, advice: null },
})

describe('the doctor beside the form', () => {
  test('waits until typing pauses, and never asks more than eight times a minute', () => {
    assert.equal(waitBeforeCheck(undefined, 0), 1200)
    assert.equal(waitBeforeCheck(0, 1000), 7000)
    assert.equal(waitBeforeCheck(0, 60_000), 1200)
    let [now, checks, last] = [0, 0, undefined as number | undefined]
    while (now < 60_000) {
      now += waitBeforeCheck(last, now)
      last = now
      checks += 1
    }
    assert.ok(checks <= 9, `${checks} of the 10 that an account has`)
  })

  test('findings by how bad they are', () => {
    const { faults, warnings, fine } = sorted([
      finding('a'),
      finding('b', 'fault'),
      finding('c', 'warning'),
      finding('d', 'fault'),
    ])
    const ids = [faults, warnings, fine].map((all) => all.map(({ id }) => id).join())
    assert.deepEqual(ids, ['b,d', 'c', 'a'])
  })

  test('a finding leads to the field that it is about', () => {
    const field = (id: string, value: string | null = null) =>
      fieldOfFinding(finding(id, 'fault', value), newValues)
    assert.equal(field('configuration', 'configuration.tokenEndpoint'), 'tokenEndpoint')
    assert.equal(field('configuration'), undefined)
    assert.equal(field('redirect_uris'), 'redirectUris')
    assert.equal(field('token_clock'), 'tokenEndpoint')
    assert.equal(field('key_set_tls'), 'discoveryEndpoint')
    assert.equal(
      fieldOfFinding(finding('keys'), { method: 'implicit', jwtValidationType: 'PUBLIC_JWT_KEY' }),
      'jwtPublicKey',
    )
    for (const unknown of ['busy', 'toString', '__proto__']) {
      assert.equal(field(unknown), undefined, unknown)
    }
  })
})
