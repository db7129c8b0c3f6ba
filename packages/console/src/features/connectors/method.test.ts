import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isVouched, type Method, methodOf, methods, typeOf } from './method.ts'

const told = (type: number, pkceEnabled = false, jwtPublicKey: string | null = null) =>
  methodOf({ type, configuration: { pkceEnabled, jwtPublicKey } })

describe('the method of a connector', () => {
  test('is told by type, PKCE and the word for delegation', () => {
    assert.equal(told(0), 'anonymous')
    assert.equal(told(1), 'implicit')
    assert.equal(told(2), 'code')
    assert.equal(told(2, true), 'pkce')
    assert.equal(told(2, true, 'CONSUMER_DELEGATION'), 'delegation')
  })

  test('an implicit connector stays implicit, whatever its other members say', () => {
    assert.equal(told(1, true), 'implicit')
  })

  test('has the type that it is told by', () => {
    const types: Readonly<Record<Method, number>> = {
      ...{ anonymous: 0, implicit: 1 },
      ...{ code: 2, pkce: 2, delegation: 2 },
    }
    for (const method of methods) assert.equal(typeOf(method), types[method])
  })

  test('only three vouch for who comes in', () => {
    assert.deepEqual(methods.filter(isVouched), ['implicit', 'code', 'pkce'])
  })
})
