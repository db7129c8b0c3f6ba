import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { responseLocation, responseParameters } from './authorization-response.ts'
import { OAuth2Error } from './errors.ts'

const code = { kind: 'code', code: 'c-1' } as const
const error = { kind: 'error', error: new OAuth2Error('access_denied', 'No, thank you.') } as const
const issuer = 'https://auth.example/oidc/acme'

describe('an authorization response', () => {
  test('RFC 6749 4.1.2, RFC 9207 2: code, state, iss', () => {
    assert.deepEqual(responseParameters(code, { state: 'a b' }, issuer), [
      ['code', 'c-1'],
      ['state', 'a b'],
      ['iss', issuer],
    ])
  })

  test('RFC 6749 4.1.2.1: error, description, state, iss', () => {
    assert.deepEqual(responseParameters(error, { state: undefined }, issuer), [
      ['error', 'access_denied'],
      ['error_description', 'No, thank you.'],
      ['iss', issuer],
    ])
    assert.deepEqual(responseParameters(code, { state: undefined }, undefined), [['code', 'c-1']])
  })

  const rows: readonly [uri: string, mode: 'query' | 'fragment', expected: string][] = [
    ['https://a.example/cb', 'query', 'https://a.example/cb?code=c-1&state=a%20%26%3D%23b'],
    ['https://a.example/cb?x=1', 'query', 'https://a.example/cb?x=1&code=c-1&state=a%20%26%3D%23b'],
    ['https://a.example/cb?', 'query', 'https://a.example/cb?code=c-1&state=a%20%26%3D%23b'],
    [
      'https://a.example/cb?x=1',
      'fragment',
      'https://a.example/cb?x=1#code=c-1&state=a%20%26%3D%23b',
    ],
    ['com.example.app:/cb', 'query', 'com.example.app:/cb?code=c-1&state=a%20%26%3D%23b'],
  ]
  for (const [redirectUri, responseMode, expected] of rows) {
    test(`${redirectUri} by ${responseMode}`, () => {
      const parameters = responseParameters(code, { state: 'a &=#b' }, undefined)
      assert.equal(responseLocation({ redirectUri, responseMode }, parameters), expected)
    })
  }

  test('a state cannot leave its place', () => {
    const parameters = responseParameters(
      code,
      { state: '\r\nset-cookie: x=1&code=evil#' },
      undefined,
    )
    const location = responseLocation(
      { redirectUri: 'https://a.example/cb', responseMode: 'query' },
      parameters,
    )
    assert.deepEqual(new URL(location).searchParams.getAll('code'), ['c-1'])
    assert.match(location, /^[\x21-\x7e]+$/)
  })
})
