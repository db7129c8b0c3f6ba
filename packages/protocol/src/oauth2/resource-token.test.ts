import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAccessTokenClaims, readAppJwtClaims } from './resource-token.ts'

const nowSeconds = 1_800_000_000
const issuer = 'https://id.test/oidc/42'
const resource = 'https://id.test/api/account/42'
const ofUser = {
  iss: issuer,
  aud: resource,
  sub: '7',
  client_id: 'app',
  scope: 'users:read',
  jti: 'j',
  grant: 'g',
  iat: nowSeconds,
  exp: nowSeconds + 600,
}
const { grant: _none, ...rest } = ofUser
const ofApplication = { ...rest, sub: 'app' }
const expected = { issuer, resource, nowSeconds }

test('RFC 9068 section 4: a token of a user, and one of the client itself', () => {
  const exp = nowSeconds + 600
  assert.deepEqual(readAccessTokenClaims(ofUser, expected), {
    clientId: 'app',
    grant: { id: 'g', sub: '7' },
    scope: 'users:read',
    exp,
  })
  assert.deepEqual(readAccessTokenClaims(ofApplication, expected), {
    clientId: 'app',
    grant: undefined,
    scope: 'users:read',
    exp,
  })
})

const bad: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'another issuer': { iss: 'https://id.test/oidc/43' },
  'an issuer with a slash more': { iss: `${issuer}/` },
  'another audience': { aud: 'https://id.test/api/account/43' },
  'a list as audience': { aud: [resource] },
  'no sub': { sub: undefined },
  'a number as sub': { sub: 7 },
  'no client_id': { client_id: undefined },
  'no jti': { jti: '' },
  'a scope that is a list': { scope: ['users:read'] },
  'a grant that is no text': { grant: 5 },
  'no exp': { exp: undefined },
  'an exp that is a text': { exp: `${nowSeconds + 600}` },
  'an exp that never comes': { exp: Number.POSITIVE_INFINITY },
  'an exp of now': { exp: nowSeconds },
  'an iat far ahead': { iat: nowSeconds + 3600 },
  'an nbf ahead': { nbf: nowSeconds + 60 },
  'a text as nbf': { nbf: 'now' },
}
for (const [what, change] of Object.entries(bad)) {
  test(`at+jwt refused: ${what}`, () => {
    assert.equal(readAccessTokenClaims({ ...ofUser, ...change }, expected), undefined)
  })
}

test('RFC 9068 section 2.2.3: without a scope it allows nothing, but it is a token', () => {
  assert.equal(readAccessTokenClaims({ ...ofUser, scope: undefined }, expected)?.scope, '')
})

test('without a grant, only the client speaks: a token of a user must name its grant', () => {
  assert.equal(readAccessTokenClaims({ ...ofApplication, sub: '7' }, expected), undefined)
})

const appJwt = {
  iss: 'Sentinel',
  aud: '42',
  azp: 'app',
  scope: 'msg.consumer users.external',
  iat: nowSeconds,
  exp: nowSeconds + 3600,
}
const forAccount = { accountId: '42', nowSeconds }

test('contract 2 section 3.4: an AppJWT names its application and its scope', () => {
  assert.deepEqual(readAppJwtClaims(appJwt, forAccount), {
    clientId: 'app',
    scope: 'msg.consumer users.external',
    exp: nowSeconds + 3600,
  })
  assert.equal(readAppJwtClaims({ ...appJwt, scope: undefined }, forAccount)?.scope, '')
})

const badAppJwts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'the issuer of id_tokens': { iss: 'sentinel' },
  'another account': { aud: '43' },
  'a list as audience': { aud: ['42'] },
  'no azp': { azp: undefined },
  'a sub': { sub: '7' },
  'no exp': { exp: undefined },
  'an exp that never comes': { exp: Number.POSITIVE_INFINITY },
  'an exp that is over': { exp: nowSeconds - 1 },
}
for (const [what, change] of Object.entries(badAppJwts)) {
  test(`AppJWT refused: ${what}`, () => {
    assert.equal(readAppJwtClaims({ ...appJwt, ...change }, forAccount), undefined)
  })
}

test('contract 2 section 9, 14: the claims of a ConsumerJWS are no AppJWT', () => {
  const consumer = { account_id: '42', ext_consumer_id: 'x', lp_consumer_id: 'a'.repeat(64) }
  assert.equal(readAppJwtClaims(consumer, forAccount), undefined)
})
