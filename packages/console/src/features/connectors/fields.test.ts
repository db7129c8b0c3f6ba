import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { changedIn, type Field, fields, fieldsIn, requiredFor, sectionOf } from './fields.ts'
import { type ConnectorValues, type FieldName, newValues } from './form-values.ts'
import { methods } from './method.ts'

const values = (set: Partial<ConnectorValues>): ConnectorValues => ({ ...newValues, ...set })
const seen = (set: Partial<ConnectorValues>): readonly FieldName[] =>
  fields.filter((field: Field) => field.matters(values(set))).map(({ name }) => name)

describe('the fields that matter', () => {
  test('no field stands twice for one choice', () => {
    for (const method of methods) {
      for (const jwtValidationType of ['DISCOVERY', 'JWKS_ENDPOINT', 'PUBLIC_JWT_KEY'] as const) {
        const names = seen({ method, jwtValidationType })
        assert.equal(new Set(names).size, names.length, method)
      }
    }
  })

  test('every value of a connector has a field, for one method or another', () => {
    const all = new Set(fields.map(({ name }) => name))
    for (const name of Object.keys(newValues)) assert.ok(all.has(name as FieldName), name)
  })

  test('anonymous consumers need a name and nothing else', () => {
    assert.deepEqual(seen({ method: 'anonymous' }), ['method', 'name'])
  })

  test('implicit asks for no endpoint that it does not call, and for no secret', () => {
    const names = seen({ method: 'implicit' })
    for (const name of ['tokenEndpoint', 'clientSecret', 'delegationEnabled', 'redirectUris']) {
      assert.ok(!names.includes(name as FieldName), name)
    }
  })

  test('the keys are asked for in the way that was chosen', () => {
    const ways = ['discoveryEndpoint', 'jwksEndpoint', 'jwtPublicKey'] as const
    const asked = (way: ConnectorValues['jwtValidationType']) =>
      seen({ method: 'code', jwtValidationType: way }).filter((name) =>
        (ways as readonly string[]).includes(name),
      )
    assert.deepEqual(asked('DISCOVERY'), ['discoveryEndpoint'])
    assert.deepEqual(asked('JWKS_ENDPOINT'), ['jwksEndpoint'])
    assert.deepEqual(asked('PUBLIC_JWT_KEY'), ['jwtPublicKey'])
  })

  test('a public client is not asked for a secret', () => {
    assert.ok(seen({ method: 'pkce' }).includes('clientSecret'))
    assert.ok(!seen({ method: 'pkce', tokenEndpointAuthMethod: 'none' }).includes('clientSecret'))
  })

  test('the token endpoint is needed where no metadata name it', () => {
    const needs = (set: Partial<ConnectorValues>) => {
      const given = values({ method: 'code', ...set })
      return fieldsIn('client', given)
        .filter((field) => field.required?.(given))
        .map(({ name }) => name)
    }
    assert.deepEqual(needs({}), ['clientId'])
    assert.deepEqual(needs({ jwtValidationType: 'JWKS_ENDPOINT' }), ['clientId', 'tokenEndpoint'])
    assert.deepEqual(needs({ method: 'delegation' }), [
      ...['clientId', 'authorizationEndpoint', 'tokenEndpoint'],
    ])
    const discovered = { method: 'delegation', discoveryEndpoint: 'https://d' } as const
    assert.deepEqual(needs(discovered), ['clientId'])
  })

  test('what a method needs is told with it', () => {
    assert.deepEqual(requiredFor(values({ method: 'implicit' })), [
      'name',
      'issuer',
      'discoveryEndpoint',
    ])
    assert.deepEqual(requiredFor(values({ method: 'pkce' })), [
      'name',
      'issuer',
      'discoveryEndpoint',
      'clientId',
    ])
    assert.deepEqual(requiredFor(values({ method: 'anonymous' })), ['name'])
  })

  test('a field is found where it stands now', () => {
    assert.equal(sectionOf('clientId', values({ method: 'implicit' })), 'audience')
    assert.equal(sectionOf('clientId', values({ method: 'code' })), 'client')
    assert.equal(sectionOf('clientSecret', values({ method: 'implicit' })), undefined)
  })

  test('a folded part says how much of it was set, and nothing of what does not matter', () => {
    assert.equal(changedIn('checks', newValues), 0)
    const set = values({ clockToleranceSeconds: 0, algorithms: ['ES256'] })
    assert.equal(changedIn('checks', set), 2)
    assert.equal(changedIn('checks', { ...set, method: 'anonymous' }), 0)
  })
})
