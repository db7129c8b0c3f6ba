import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isIssuer, readProviderMetadata } from './provider-metadata.ts'

const issuer = 'https://login.brand.example'

test('OpenID Connect Discovery section 3: what matters here is read, the rest is passed over', () => {
  const reading = readProviderMetadata({
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 7, ''],
    id_token_signing_alg_values_supported: ['RS256'],
    userinfo_endpoint: 7,
  })
  assert.deepEqual(reading, {
    ok: true,
    metadata: {
      issuer,
      jwksUri: `${issuer}/jwks`,
      tokenEndpoint: `${issuer}/token`,
      tokenEndpointAuthMethods: ['client_secret_basic'],
      idTokenAlgorithms: ['RS256'],
      codeChallengeMethods: undefined,
    },
  })
})

test('what is no metadata', () => {
  const rows: readonly (readonly [unknown, RegExp])[] = [
    [null, /no JSON object/],
    [[], /no JSON object/],
    ['text', /no JSON object/],
    [{}, /issuer/],
    [{ issuer: '' }, /issuer/],
    [{ issuer: [issuer] }, /issuer/],
    [{ issuer: 'x'.repeat(2049) }, /issuer/],
    [{ issuer, jwks_uri: [`${issuer}/jwks`] }, /jwks_uri/],
    [{ issuer, jwks_uri: null }, /jwks_uri/],
    [{ issuer, token_endpoint: 7 }, /token_endpoint/],
  ]
  for (const [document, reason] of rows) {
    const reading = readProviderMetadata(document)
    assert.ok(!reading.ok, JSON.stringify(document))
    assert.match(reading.reason, reason)
  }
})

test('a list that is too long is cut', () => {
  const many = Array.from({ length: 1000 }, (_, index) => `alg${index}`)
  const reading = readProviderMetadata({ issuer, id_token_signing_alg_values_supported: many })
  assert.equal(reading.ok && reading.metadata.idTokenAlgorithms?.length, 50)
})

test('OpenID Connect Discovery section 4.3: the issuer is the same byte for byte', () => {
  const reading = readProviderMetadata({ issuer })
  assert.ok(reading.ok)
  assert.ok(isIssuer(reading.metadata, issuer))
  const others = [`${issuer}/`, issuer.toUpperCase(), `${issuer}:443`, ` ${issuer}`, undefined]
  for (const other of others) assert.ok(!isIssuer(reading.metadata, other), `${other}`)
})
