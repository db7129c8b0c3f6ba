/**
 * The plan `oidcc-config-certification-test-plan`: each condition that its one module checks of the discovery
 * document and of the keys. docs/security/conformance.md lists them.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { databaseKinds } from '../support/storages.ts'
import { call } from '../support/test-server.ts'
import { issuer, type Provider, publicOrigin, startProvider } from './relying-party.ts'

type Metadata = Readonly<Record<string, unknown>>
type Key = Readonly<Record<string, string>>

const discoveryPath = '/oidc/acme/.well-known/openid-configuration'

for (const kind of databaseKinds) {
  describe(`Config OP on ${kind}: oidcc-discovery-endpoint-verification`, () => {
    let provider: Provider
    let answer: Awaited<ReturnType<typeof call>>
    let metadata: Metadata
    before(async () => {
      provider = await startProvider(kind)
      answer = await call(provider.server, 'GET', discoveryPath)
      metadata = answer.body as Metadata
    })
    after(() => provider.stop())

    function words(name: string): readonly string[] {
      const value = metadata[name]
      assert.ok(Array.isArray(value) && value.length > 0, `${name} is no list`)
      for (const word of value) assert.equal(typeof word, 'string', name)
      assert.equal(new Set(value).size, value.length, `${name} repeats itself`)
      return value
    }

    test('status 200 and application/json', () => {
      assert.equal(answer.status, 200)
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json(?:;|$)/)
    })

    test('the issuer is the address of the document without the well-known part', () => {
      assert.equal(metadata['issuer'], issuer)
      assert.equal(
        `${metadata['issuer']}/.well-known/openid-configuration`,
        `${publicOrigin}${discoveryPath}`,
      )
      const { protocol, search, hash, username } = new URL(issuer)
      assert.deepEqual([protocol, search, hash, username], ['https:', '', '', ''])
    })

    test('response types, subject types and grant types of the profile', () => {
      assert.deepEqual(words('response_types_supported'), ['code'])
      assert.deepEqual(words('subject_types_supported'), ['public'])
      assert.ok(words('grant_types_supported').includes('authorization_code'))
      for (const mode of ['query', 'form_post']) {
        assert.ok(words('response_modes_supported').includes(mode))
      }
    })

    test('RS256 signs id_tokens, and nothing is unsigned', () => {
      assert.ok(words('id_token_signing_alg_values_supported').includes('RS256'))
      for (const [name, value] of Object.entries(metadata)) {
        if (!/_alg_values_supported$/.test(name)) continue
        assert.doesNotMatch(JSON.stringify(value), /"none"|HS\d/i, name)
      }
      assert.ok(!('userinfo_signing_alg_values_supported' in metadata))
    })

    test('the endpoints that are required are there, and every endpoint is https', () => {
      for (const name of ['authorization', 'token', 'userinfo']) {
        assert.equal(typeof metadata[`${name}_endpoint`], 'string', name)
      }
      for (const [name, value] of Object.entries(metadata)) {
        if (!/_endpoint$|_uri$/.test(name)) continue
        const { protocol, origin, search, hash } = new URL(String(value))
        assert.deepEqual([protocol, origin, search, hash], ['https:', publicOrigin, '', ''], name)
      }
      assert.ok(!('registration_endpoint' in metadata))
    })

    test('jwks_uri leads to keys that are well-formed, distinct and public', async () => {
      const path = String(metadata['jwks_uri']).slice(publicOrigin.length)
      const { status, headers, body } = await call(provider.server, 'GET', path)
      assert.equal(status, 200)
      assert.match(headers.get('content-type') ?? '', /^application\/(?:jwk-set\+)?json/)
      const { keys } = body as { readonly keys: readonly Key[] }
      assert.ok(keys.some(({ kty, alg }) => kty === 'RSA' && alg === 'RS256'))
      assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length)
      for (const key of keys) {
        assert.match(key['kid'] ?? '', /^[\x21-\x7e]+$/)
        assert.equal(key['use'], 'sig')
        for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth']) {
          assert.ok(!(secret in key), secret)
        }
        for (const part of ['n', 'e', 'x', 'y']) {
          if (part in key) assert.match(key[part] ?? '', /^[A-Za-z0-9_-]+$/)
        }
      }
    })

    test('what is not supported is said to be not supported: request objects', () => {
      assert.equal(metadata['request_parameter_supported'], false)
      // Left out it would mean true (Discovery section 3).
      assert.equal(metadata['request_uri_parameter_supported'], false)
      assert.ok(!('request_object_signing_alg_values_supported' in metadata))
    })

    test('the claims parameter, and the claims that may be asked for', () => {
      assert.equal(metadata['claims_parameter_supported'], true)
      const claims = words('claims_supported')
      for (const name of ['sub', 'iss', 'auth_time', 'acr', 'name', 'email', 'address']) {
        assert.ok(claims.includes(name), name)
      }
    })

    test('scopes are scope-tokens, openid among them', () => {
      const scopes = words('scopes_supported')
      for (const scope of ['openid', 'profile', 'email', 'address', 'phone', 'offline_access']) {
        assert.ok(scopes.includes(scope), scope)
      }
      for (const scope of scopes) assert.match(scope, /^[\x21\x23-\x5b\x5d-\x7e]+$/)
    })

    test('languages are BCP 47 tags in their canonical form', () => {
      const locales = words('ui_locales_supported')
      assert.deepEqual(Intl.getCanonicalLocales([...locales]), [...locales])
    })

    test('code_challenge_methods_supported is a list, of S256 alone', () => {
      assert.deepEqual(words('code_challenge_methods_supported'), ['S256'])
    })

    test('the ways to authenticate that the plan uses are offered', () => {
      const methods = words('token_endpoint_auth_methods_supported')
      for (const method of ['client_secret_basic', 'client_secret_post']) {
        assert.ok(methods.includes(method))
      }
    })
  })
}
