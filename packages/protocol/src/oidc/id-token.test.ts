import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { accessTokenHash, idTokenClaims, sentinelIdTokenClaims } from './id-token.ts'

const source = {
  issuer: 'https://id.example/oidc/acme',
  subject: '4711',
  clientId: 'client',
  nowSeconds: 1000,
  authTimeSeconds: 900,
  nonce: 'n-0S6_WzA2Mj',
  acr: undefined,
  amr: ['pwd'],
  sessionId: 'sid',
  accessToken: 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y',
  algorithm: 'RS256',
  requested: {},
} as const

describe('at_hash', () => {
  test('OpenID Connect Core appendix A.3: the worked example', () => {
    const hash = accessTokenHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', 'RS256')
    assert.equal(hash, '77QmUPtjPfzWtF2AnpK9RQ')
  })

  test('the hash function is that of the signature: 256 bits, and 512 for Ed25519', () => {
    assert.equal(accessTokenHash('x', 'ES256'), accessTokenHash('x', 'PS256'))
    assert.equal(Buffer.from(accessTokenHash('x', 'EdDSA'), 'base64url').length, 32)
    assert.equal(Buffer.from(accessTokenHash('x', 'ES256'), 'base64url').length, 16)
  })
})

describe('OpenID Connect Core section 2: an id_token', () => {
  test('holds who, for whom, until when, and what it is bound to', () => {
    assert.deepEqual(idTokenClaims(source), {
      iss: 'https://id.example/oidc/acme',
      sub: '4711',
      aud: 'client',
      exp: 1600,
      iat: 1000,
      auth_time: 900,
      nonce: 'n-0S6_WzA2Mj',
      amr: ['pwd'],
      at_hash: '77QmUPtjPfzWtF2AnpK9RQ',
      sid: 'sid',
    })
  })

  test('what was requested never replaces what it stands on', () => {
    const requested = { sub: 'other', iss: 'other', exp: 9e9, nonce: 'other', email: 'a@b.c' }
    const claims = idTokenClaims({ ...source, requested })
    assert.deepEqual(
      [claims['sub'], claims['iss'], claims.exp, claims['nonce'], claims['email']],
      ['4711', 'https://id.example/oidc/acme', 1600, 'n-0S6_WzA2Mj', 'a@b.c'],
    )
  })

  test('what is not known is left out', () => {
    const claims = idTokenClaims({ ...source, nonce: undefined, amr: [] })
    assert.equal('nonce' in claims || 'acr' in claims || 'amr' in claims || 'azp' in claims, false)
  })
})

test('contract 2 section 2.5: the sentinel id_token, with the nonce only when one was sent', () => {
  const of = {
    subject: '4711',
    clientId: 'client',
    nowSeconds: 1000,
    isAdmin: true,
    isLpa: false,
    nonce: undefined,
  }
  const claims = {
    sub: '4711',
    aud: 'client',
    iss: 'sentinel',
    exp: 1600,
    iat: 1000,
    is_admin: true,
    is_lpa: false,
  }
  assert.equal(JSON.stringify(sentinelIdTokenClaims(of)), JSON.stringify(claims))
  assert.deepEqual(sentinelIdTokenClaims({ ...of, nonce: 'n' }), { ...claims, nonce: 'n' })
})
