import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgeClientAssertion } from './client-assertion.ts'

const issuer = 'https://id.example/oidc/acme'
const expectation = { clientId: 'c', audiences: [issuer, `${issuer}/token`], nowSeconds: 1000 }
const good = { iss: 'c', sub: 'c', aud: issuer, exp: 1300, jti: 'j' }
const judge = (change: object) => judgeClientAssertion({ ...good, ...change }, expectation)

describe('RFC 7523 section 3: the claims of a client assertion', () => {
  test('from and about the client, for us, short-lived and named', () => {
    assert.deepEqual(judge({}), { ok: true, jti: 'j', expiresAtSeconds: 1310 })
    assert.equal(judge({ aud: `${issuer}/token` }).ok, true)
    assert.equal(judge({ aud: [issuer] }).ok, true)
    assert.equal(judge({ nbf: 1005, iat: 1005 }).ok, true)
  })

  const refusals: readonly [string, object][] = [
    ['iss', { iss: 'd' }],
    ['iss', { iss: ['c'] }],
    ['sub', { sub: undefined }],
    ['aud', { aud: undefined }],
    ['aud', { aud: [issuer, 'https://other.example'] }],
    ['aud', { aud: `${issuer}/` }],
    ['aud', { aud: [] }],
    ['exp', { exp: undefined }],
    ['exp', { exp: '1300' }],
    ['exp', { exp: Number.POSITIVE_INFINITY }],
    ['exp', { exp: 700 }],
    ['exp', { exp: 990 }],
    ['exp', { exp: 1611 }],
    ['nbf', { nbf: 1060 }],
    ['nbf', { nbf: 'x' }],
    ['iat', { iat: 5000 }],
    ['jti', { jti: undefined }],
    ['jti', { jti: '' }],
    ['jti', { jti: 7 }],
    ['jti', { jti: 'x'.repeat(257) }],
  ]
  for (const [fault, change] of refusals) {
    test(`refused for ${fault}: ${JSON.stringify(change).slice(0, 60)}`, () => {
      assert.deepEqual(judge(change), { ok: false, fault })
    })
  }
})
