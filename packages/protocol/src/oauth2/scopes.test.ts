import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { privilegedApis, scopeOfPrivilege } from '../api/api-privileges.ts'
import { expandScopes, identityScopes, scopes, scopesNamed } from './scopes.ts'

describe('the catalogue of scopes', () => {
  test('has every privilege of a key, and each name once', () => {
    const names = scopes.map(({ scope }) => scope)
    assert.equal(new Set(names).size, names.length)
    for (const { data, types } of privilegedApis) {
      for (const type of types) assert.ok(names.includes(scopeOfPrivilege({ data, type })), data)
    }
  })

  test('every scope is one of RFC 6749 section 3.3, and is said in plain words', () => {
    for (const { scope, description, aliases } of scopes) {
      for (const name of [scope, ...aliases]) assert.match(name, /^[\x21\x23-\x5b\x5d-\x7e]+$/)
      assert.match(description, /^[A-Z].{5,}[^.]$/)
    }
  })

  test('contract 2 section 6: the names that are in use mean scopes of ours', () => {
    const meanings: Readonly<Record<string, readonly string[]>> = {
      'msg.consumer': ['consumers:invoke'],
      'faas.lambda.invoke': ['functions:invoke'],
      'ihub.tpb.customendpoint': ['custom-bots:invoke'],
      'thirdpartybots.customendpoint.bot': ['custom-bots:invoke'],
      'users.external': ['users:read', 'users:write'],
      'users.read': ['users:read'],
      'users.write': ['users:write'],
      'delegated.token.read.external': ['delegated-tokens:read'],
    }
    for (const [alias, meant] of Object.entries(meanings)) {
      assert.deepEqual([...expandScopes([alias])], [alias, ...meant])
    }
    assert.deepEqual([...expandScopes(['openid', 'their.own'])], ['openid', 'their.own'])
  })

  test('a scope is described in words, an alias by what it means; one that is not known is none', () => {
    const describe = (name: string) => scopesNamed(name).map(({ description }) => description)
    assert.deepEqual(describe('users:read'), ['Read users'])
    assert.deepEqual(describe('users.external'), ['Read users', 'Change users'])
    assert.deepEqual(describe('agent-groups:write'), ['Change agent groups'])
    assert.deepEqual(describe('lobs:read'), ['Read LOBs'])
    assert.deepEqual(describe('operational-realtime:read'), ['Read the current figures of chats'])
    for (const name of ['their.own', 'constructor', '']) assert.deepEqual(describe(name), [])
  })

  test('OpenID Connect Core section 5.4: the identity scopes', () => {
    const expected = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access']
    assert.deepEqual([...identityScopes], expected)
  })
})
