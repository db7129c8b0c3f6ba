import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Manifest } from '@watchword/protocol/api/application.ts'
import { describeClient } from './describe-client.ts'

const accountId = parseAccountId('1001') as AccountId

function clientOf(manifest: Partial<Manifest>) {
  return describeClient(accountId, {
    id: '3f0c9f2e-1c2d-4a5b-8c7d-000000000001',
    manifest: { client_name: 'app', ...manifest },
    enabled: true,
    firstParty: false,
    secretReadable: true,
    global: undefined,
    createdAt: 0,
    updatedAt: 0,
    revision: 1,
    deleted: false,
  })
}

describe('whether users are asked for consent at the compatible paths', () => {
  const rows: readonly [name: string, manifest: Partial<Manifest>, asked: boolean][] = [
    ['a manifest of the reference: installing is consent', { scope: 'msg.consumer' }, false],
    ['no scope at all', {}, false],
    ['a scope that only holds the word', { scope: 'my.openid openid2' }, false],
    ['the scope openid', { scope: 'msg.consumer openid' }, true],
    ['a public client', { token_endpoint_auth_method: 'none' }, true],
    ['keys of its own', { jwks_uri: 'https://app.example/jwks' }, true],
    ['a native application', { application_type: 'native' }, true],
    ['PKCE switched off', { require_pkce: false }, true],
    ['a place to go after the logout', { post_logout_redirect_uris: [] }, true],
    ['the form of its tokens', { access_token_format: 'opaque' }, true],
    ['the signature of its id_tokens', { id_token_signed_response_alg: 'ES256' }, true],
    ['made for the standard, switched off', { require_pkce: true, sentinel_consent: false }, false],
    ['of the reference, switched on', { sentinel_consent: true }, true],
  ]
  for (const [name, manifest, asked] of rows) {
    test(name, () => assert.equal(clientOf(manifest).sentinelConsent, asked))
  }
})
