import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Problem } from '../../api/problem.ts'
import { fieldOf, localFaults, serverFaults } from './form-faults.ts'
import { type ConnectorValues, newValues } from './form-values.ts'

const words = { required: 'needed', address: 'address' }
const values = (set: Partial<ConnectorValues>): ConnectorValues => ({ ...newValues, ...set })

describe('what is wrong with the form', () => {
  test('what is needed and empty, for the method alone', () => {
    assert.deepEqual(localFaults(newValues, words), {
      ...{ name: 'needed', issuer: 'needed', discoveryEndpoint: 'needed' },
    })
    assert.deepEqual(localFaults(values({ method: 'anonymous', name: 'x' }), words), {})
  })

  test('spaces are nothing', () => {
    assert.equal(localFaults(values({ name: '  ' }), words).name, 'needed')
  })

  test('addresses that are none; an issuer may be any text', () => {
    const set = { name: 'x', issuer: 'not an address', discoveryEndpoint: 'login.example' }
    assert.deepEqual(localFaults(values(set), words), { discoveryEndpoint: 'address' })
    for (const bad of ['ftp://a', 'https://', 'javascript:alert(1)', '//a.b']) {
      const faults = localFaults(values({ ...set, discoveryEndpoint: bad }), words)
      assert.equal(faults.discoveryEndpoint, 'address', bad)
    }
    for (const good of ['https://a.b/c', 'http://127.0.0.1:8090/x']) {
      const faults = localFaults(values({ ...set, discoveryEndpoint: good }), words)
      assert.deepEqual(faults, {}, good)
    }
  })

  test('an address that does not matter now is not looked at', () => {
    const set = { name: 'x', issuer: 'i', discoveryEndpoint: 'https://d', jwksEndpoint: 'rubbish' }
    assert.deepEqual(localFaults(values(set), words), {})
  })
})

describe('what the server finds wrong', () => {
  const refusal = (...fields: readonly (readonly [path: string, reason: string])[]) =>
    new Problem('no', {
      status: 400,
      fields: fields.map(([path, reason]) => ({ path, reason })),
    })

  test('each fault comes to its field, however deep it is', () => {
    const { byField, rest } = serverFaults(
      refusal(
        ['name', 'is taken'],
        ['configuration.issuer', 'must not begin with a space'],
        ['configuration.authorizeParameters.state', 'is sent by us'],
        ['configuration.issuer', 'a second one'],
      ),
      newValues,
    )
    assert.deepEqual(byField, {
      name: 'is taken',
      issuer: 'must not begin with a space',
      authorizeParameters: 'state is sent by us',
    })
    assert.equal(rest, undefined)
  })

  test('a fault of a field that is not shown is told besides', () => {
    const problem = refusal(['configuration.tokenEndpoint', 'is required'], ['name', 'is taken'])
    const { byField, rest } = serverFaults(problem, values({ method: 'implicit' }))
    assert.deepEqual(byField, { name: 'is taken' })
    assert.equal(rest, problem)
  })

  test('whatever is no refusal of fields stays what it is', () => {
    for (const fault of [new Error('x'), refusal(), 'text', undefined]) {
      assert.deepEqual(serverFaults(fault, newValues), { byField: {}, rest: fault })
    }
  })

  test('a path names its field', () => {
    assert.equal(fieldOf('configuration.claimMapping.ctmrinfo.ctype'), 'claimMapping')
    assert.equal(fieldOf('configuration.redirectUris[0]'), 'redirectUris')
    assert.equal(fieldOf('type'), 'method')
    assert.equal(fieldOf('name'), 'name')
  })
})
