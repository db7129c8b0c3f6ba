import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accessTokenClaims } from './access-token.ts'
import { appJwtClaims } from './app-jwt.ts'
import { OAuth2Error } from './errors.ts'
import { inactive, introspectionResponse } from './introspection.ts'
import { readParameters } from './parameters.ts'
import { narrowScope, parseScope, scopesOf } from './scope.ts'
import { readTokenInQuestion } from './token-hint.ts'
import { readTokenRequest } from './token-request.ts'
import { compatibleTokenResponse, tokenResponse } from './token-response.ts'

const refusedAs = (code: string) => (error: unknown) =>
  error instanceof OAuth2Error && error.code === code

describe('RFC 6749: token requests', () => {
  test('section 4.1.3, 6 and 4.4.2: the examples', () => {
    const code =
      'grant_type=authorization_code&code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=https%3A%2F%2Fclient%2Eexample%2Ecom%2Fcb'
    assert.deepEqual(readTokenRequest(readParameters(code)), {
      grantType: 'authorization_code',
      code: 'SplxlOBeZQQYbYS6WxSbIA',
      redirectUri: 'https://client.example.com/cb',
      codeVerifier: undefined,
    })
    const refresh = 'grant_type=refresh_token&refresh_token=tGzv3JOkF0XG5Qx2TlKWIA'
    assert.deepEqual(readTokenRequest(readParameters(refresh)), {
      grantType: 'refresh_token',
      refreshToken: 'tGzv3JOkF0XG5Qx2TlKWIA',
      scope: undefined,
    })
    assert.deepEqual(readTokenRequest(readParameters('grant_type=client_credentials&scope=')), {
      grantType: 'client_credentials',
      scope: undefined,
    })
  })

  for (const [body, code] of [
    ['', 'invalid_request'],
    ['grant_type=', 'invalid_request'],
    ['grant_type=password&username=a&password=b', 'unsupported_grant_type'],
    ['grant_type=__proto__', 'unsupported_grant_type'],
    ['grant_type=authorization_code', 'invalid_request'],
    ['grant_type=refresh_token', 'invalid_request'],
    [`grant_type=refresh_token&refresh_token=${'x'.repeat(1025)}`, 'invalid_grant'],
    ['grant_type=client_credentials&grant_type=client_credentials', 'invalid_request'],
  ] as const) {
    test(`refused with ${code}: ${body.slice(0, 60)}`, () => {
      assert.throws(() => readTokenRequest(readParameters(body)), refusedAs(code))
    })
  }
})

describe('RFC 6749 section 3.3: scopes', () => {
  test('a list without order or repetition', () => {
    assert.deepEqual(scopesOf(' b a  b '), ['b', 'a'])
    assert.deepEqual(scopesOf(''), [])
  })

  test('characters that no scope has are refused', () => {
    for (const scope of ['a"', 'a\\', 'é', 'a\tb', 'a\u0000']) {
      assert.throws(() => parseScope(scope), refusedAs('invalid_scope'), scope)
    }
  })

  test('section 6: what was granted, or less, never more', () => {
    assert.equal(narrowScope('a b', undefined), 'a b')
    assert.equal(narrowScope('a b', 'b'), 'b')
    assert.equal(narrowScope('a b', 'b a'), 'b a')
    assert.throws(() => narrowScope('a b', 'a c'), refusedAs('invalid_scope'))
    assert.throws(() => narrowScope('', 'a'), refusedAs('invalid_scope'))
  })
})

describe('answers', () => {
  const issued = {
    accessToken: 't',
    expiresInSeconds: 600,
    refreshToken: undefined,
    idToken: undefined,
    scope: 'a',
  }

  test('RFC 6749 section 5.1; the compatible one has no scope', () => {
    assert.deepEqual(tokenResponse(issued), {
      access_token: 't',
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'a',
    })
    const compatible = compatibleTokenResponse({ ...issued, refreshToken: 'r', idToken: 'i' })
    assert.deepEqual(Object.keys(compatible), [
      'access_token',
      'token_type',
      'refresh_token',
      'id_token',
      'expires_in',
    ])
  })

  test('RFC 7662 section 2.2: seconds, and nothing but active for what is not', () => {
    assert.deepEqual(inactive, { active: false })
    assert.deepEqual(
      introspectionResponse({
        kind: 'refresh_token',
        issuer: 'i',
        clientId: 'c',
        scope: '',
        subject: '1',
        username: undefined,
        audience: undefined,
        jti: undefined,
        issuedAt: 1999,
        expiresAt: 5000,
      }),
      { active: true, iss: 'i', client_id: 'c', sub: '1', iat: 1, exp: 5 },
    )
  })

  test('RFC 7009 section 2.1: a hint that is not known is none', () => {
    assert.equal(readTokenInQuestion(readParameters('token=a&token_type_hint=x')).hint, undefined)
    assert.throws(() => readTokenInQuestion(readParameters('token=')), refusedAs('invalid_request'))
  })
})

test('contract 2 section 3.4: the claims of an AppJWT, byte for byte', () => {
  const claims = appJwtClaims({
    accountId: '12345678',
    clientId: 'd0e0a3f2-0000-4000-8000-000000000000',
    scope: 'msg.consumer faas.lambda.invoke',
    nowSeconds: 1_500_000_000,
  })
  assert.equal(
    JSON.stringify(claims),
    '{"aud":"12345678","azp":"d0e0a3f2-0000-4000-8000-000000000000",' +
      '"scope":"msg.consumer faas.lambda.invoke","iss":"Sentinel","exp":1500003600,"iat":1500000000}',
  )
})

test('RFC 9068 section 2.2: the claims of a JWT access token', () => {
  const of = {
    issuer: 'i',
    audience: 'a',
    subject: 'c',
    clientId: 'c',
    scope: '',
    jti: 'j',
    nowSeconds: 10,
    lifetimeSeconds: 600,
  }
  const claims = { iss: 'i', aud: 'a', sub: 'c', client_id: 'c', iat: 10, exp: 610, jti: 'j' }
  assert.deepEqual(accessTokenClaims(of), claims)
  const grant = { id: 'g', authTimeSeconds: 5, acr: '1', amr: ['pwd'] }
  assert.deepEqual(accessTokenClaims({ ...of, scope: 'x', subject: '7', grant }), {
    ...claims,
    sub: '7',
    scope: 'x',
    grant: 'g',
    auth_time: 5,
    acr: '1',
    amr: ['pwd'],
  })
})
