import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { plainStepsOf, stepsOf } from './flow.ts'
import { type ConnectorValues, newValues } from './form-values.ts'
import { methods } from './method.ts'

const names = (set: Partial<ConnectorValues>) =>
  stepsOf({ ...newValues, ...set }).map(({ name }) => name)

describe('the picture of a flow', () => {
  test('implicit: the id_token goes by the page, and nothing is redeemed (contract 3 section 13.1)', () => {
    assert.deepEqual(names({ method: 'implicit' }), [
      ...['logIn', 'idTokenToPage', 'idToken', 'fetchKeys', 'consumerToken'],
    ])
  })

  test('code: the token comes from the token endpoint (section 13.2)', () => {
    const steps = plainStepsOf('code')
    const redeem = steps.findIndex(({ name }) => name === 'redeem')
    assert.deepEqual([steps[redeem]?.from, steps[redeem]?.to], ['watchword', 'provider'])
    assert.ok(!steps.some(({ to, wire }) => to === 'page' && wire.startsWith('id_token')))
  })

  test('PKCE: the challenge comes first, and the verifier goes with the code (section 4.6)', () => {
    const steps = plainStepsOf('pkce')
    assert.equal(steps[0]?.wire, 'code_challenge')
    assert.ok(steps.some(({ from, wire }) => from === 'page' && wire.includes('code_verifier')))
  })

  test('anonymous: the identity provider is not in it (section 13.5)', () => {
    for (const { from, to } of plainStepsOf('anonymous')) {
      assert.ok(from !== 'provider' && to !== 'provider')
    }
  })

  test('delegation alone ends with no consumer token', () => {
    assert.ok(!names({ method: 'delegation' }).includes('consumerToken'))
  })

  test('a pasted key is not fetched; fetched ones are, now and then', () => {
    const pasted = names({ method: 'code', jwtValidationType: 'PUBLIC_JWT_KEY' })
    assert.ok(pasted.includes('pastedKey') && !pasted.includes('fetchKeys'))
    const fetched = plainStepsOf('code').find(({ name }) => name === 'fetchKeys')
    assert.equal(fetched?.dashed, true)
  })

  test('encryption and kept tokens are seen', () => {
    const told = stepsOf({ ...newValues, encryptionRequired: true })
    assert.ok(told.some(({ wire }) => wire === 'id_token (JWE)'))
    assert.ok(names({ method: 'code', delegationEnabled: true }).includes('redeemedAndKept'))
  })

  test('no step is there twice, so each has a place in the list', () => {
    for (const method of methods) {
      const all = plainStepsOf(method).map(({ name }) => name)
      assert.equal(new Set(all).size, all.length)
    }
  })
})
