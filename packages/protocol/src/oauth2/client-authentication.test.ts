import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readClientAuthentication } from './client-authentication.ts'
import { OAuth2Error } from './errors.ts'
import { readParameters } from './parameters.ts'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
const type =
  'client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer'
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const assertion = `${part({ alg: 'ES256' })}.${part({ sub: 'c' })}.c2ln`

const read = (authorization: string | undefined, body = '') =>
  readClientAuthentication(authorization, readParameters(body))

describe('RFC 6749 section 2.3.1: a client with a password', () => {
  test('the example of the section, as Basic and in the body', () => {
    assert.deepEqual(read('Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3'), {
      method: 'client_secret_basic',
      clientId: 's6BhdRkqt3',
      clientSecret: '7Fjfp0ZBr1KtDRbnfVdmIw',
    })
    assert.deepEqual(read(undefined, 'client_id=s6BhdRkqt3&client_secret=7Fjfp0ZBr1KtDRbnfVdmIw'), {
      method: 'client_secret_post',
      clientId: 's6BhdRkqt3',
      clientSecret: '7Fjfp0ZBr1KtDRbnfVdmIw',
    })
  })

  test('both parts of Basic are form-encoded, and the secret may hold colons', () => {
    const found = read(basic('a%3Ab+c:p%C3%A9:q%25'))
    assert.deepEqual(found, {
      method: 'client_secret_basic',
      clientId: 'a:b c',
      clientSecret: 'pé:q%',
    })
  })

  test('the scheme counts in any case; other schemes are passed over', () => {
    assert.equal(read('bAsIc YTpi').method, 'client_secret_basic')
    assert.equal(read('Bearer x', 'client_id=a').method, 'none')
    assert.equal(
      read('OAuth realm="x"', 'client_id=a&client_secret=b').method,
      'client_secret_post',
    )
  })

  test('the same client_id beside Basic is no second method', () => {
    assert.equal(read(basic('a:b'), 'client_id=a').clientId, 'a')
  })

  const refusals: readonly [string, string | undefined, string, string][] = [
    ['nothing at all', undefined, '', 'invalid_client'],
    ['a secret without a name', undefined, 'client_secret=x', 'invalid_client'],
    ['Basic and client_secret', basic('a:b'), 'client_secret=b', 'invalid_request'],
    [
      'Basic and an assertion',
      basic('c:b'),
      `${type}&client_assertion=${assertion}`,
      'invalid_request',
    ],
    [
      'a secret and an assertion',
      undefined,
      `client_id=c&client_secret=x&${type}&client_assertion=${assertion}`,
      'invalid_request',
    ],
    ['another client_id than Basic', basic('a:b'), 'client_id=z', 'invalid_request'],
    [
      'another client_id than the assertion',
      undefined,
      `client_id=z&${type}&client_assertion=${assertion}`,
      'invalid_request',
    ],
    [
      'an assertion without its type',
      undefined,
      `client_assertion=${assertion}`,
      'invalid_request',
    ],
    ['a type without its assertion', undefined, type, 'invalid_request'],
    [
      'another type of assertion',
      undefined,
      `client_assertion_type=saml&client_assertion=${assertion}`,
      'invalid_request',
    ],
    ['an assertion that is no JWT', undefined, `${type}&client_assertion=x.y`, 'invalid_client'],
    ['Basic without a colon', basic('ab'), '', 'invalid_client'],
    ['Basic that is not base64', 'Basic !!!', '', 'invalid_client'],
    ['Basic with a stray percent sign', basic('a:%zz'), '', 'invalid_client'],
    ['Basic that is empty', 'Basic ', '', 'invalid_client'],
  ]
  for (const [name, authorization, body, code] of refusals) {
    test(`refused: ${name}`, () => {
      assert.throws(
        () => read(authorization, body),
        (error) => error instanceof OAuth2Error && error.code === code,
      )
    })
  }

  test('an empty secret is none (RFC 6749 section 3.2)', () => {
    assert.deepEqual(read(undefined, 'client_id=a&client_secret='), {
      method: 'none',
      clientId: 'a',
    })
  })

  test('RFC 7523 section 3: the client is the sub of its assertion', () => {
    assert.deepEqual(read(undefined, `${type}&client_assertion=${assertion}`), {
      method: 'private_key_jwt',
      clientId: 'c',
      assertion,
    })
  })
})
