import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Manifest } from '@watchword/protocol/api/application.ts'
import { faultsIn, manifestFrom, valuesOf } from './form-values.ts'
import { kinds, startOf } from './manifest.ts'

const full: Manifest = {
  client_name: 'orders',
  display_name: 'Orders',
  'display_name#de': 'Bestellungen',
  'description#de-AT': 'Text',
  'client_name#de': 'bestellungen',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code', 'token'],
  redirect_uris: ['https://a.example/cb'],
  post_logout_redirect_uris: ['https://a.example'],
  scope: 'users:read mine:all',
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [] },
  require_pkce: false,
  access_token_format: 'opaque',
  application_type: 'web',
  sentinel_consent: false,
  secret_readable: false,
  capabilities: { engagement: { x: 1 }, webhooks: {} },
  enabled_for_profiles: [],
  quick_launch_enabled: true,
  entry_uri: '/start',
  logo_uri: 'https://a.example/l.png',
  categories: ['kept'],
  own_member: { kept: [null] },
}
const words = { required: 'R', addresses: 'A', language: 'L', json: 'J', webhooks: 'W' }

test('a form that nobody touched means the manifest that was there, member by member', () => {
  assert.deepEqual(manifestFrom(valuesOf(full), full), {
    ...full,
    capabilities: { engagement: { x: 1 } },
  })
  const least = { client_name: 'a' }
  assert.deepEqual(manifestFrom(valuesOf(least), least), {
    ...least,
    grant_types: ['authorization_code'],
    response_types: ['code'],
  })
  for (const kind of kinds) {
    const start = { client_name: 'a', ...startOf(kind) }
    assert.deepEqual(manifestFrom(valuesOf(start), start), start, kind)
  }
})

test('what is emptied is left out; nobody is not everybody', () => {
  const emptied = manifestFrom(
    {
      ...valuesOf(full),
      ...{ display_name: ' ', redirect_uris: ['', ' '], scope: [], jwks: '', localNames: [] },
      ...{ token_endpoint_auth_method: '', sentinel_consent: '', audience: 'some' as const },
    },
    full,
  )
  for (const gone of ['display_name', 'redirect_uris', 'scope', 'jwks', 'display_name#de']) {
    assert.ok(!Object.hasOwn(emptied, gone), gone)
  }
  assert.equal(emptied['client_name#de'], 'bestellungen', 'what the form does not show')
  assert.deepEqual(emptied.enabled_for_profiles, [])
  const all = manifestFrom({ ...valuesOf(full), audience: 'all' }, full)
  assert.ok(!Object.hasOwn(all, 'enabled_for_profiles'))
})

test('texts are trimmed, ids are numbers, languages have members of their own', () => {
  const made = manifestFrom(
    {
      ...valuesOf({ client_name: '' }),
      client_name: ' orders ',
      redirect_uris: [' https://a.example/cb '],
      audience: 'some',
      enabled_for_profiles: ['12', '7'],
      localNames: [{ tag: 'de', display_name: 'Bestellungen', description: '' }],
    },
    { client_name: '' },
  )
  assert.deepEqual(made, {
    client_name: 'orders',
    'display_name#de': 'Bestellungen',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: ['https://a.example/cb'],
    enabled_for_profiles: [12, 7],
  })
})

test('what the server would refuse is told before: each at its field', () => {
  const values = valuesOf({ client_name: 'a' })
  assert.deepEqual(faultsIn(values, words), {})
  assert.deepEqual(
    faultsIn(
      {
        ...values,
        client_name: ' ',
        redirect_uris: ['', 'javascript:alert(1)'],
        post_logout_redirect_uris: ['https://a.example/#x'],
        localNames: [{ tag: 'no tag', display_name: '', description: '' }],
        jwks: '{',
        webhooks: [{ event: 'e', endpoint: 'http://a', maxRetries: '', headers: [] }],
      },
      words,
    ),
    {
      client_name: 'R',
      redirect_uris: 'A',
      post_logout_redirect_uris: 'A',
      localNames: 'L',
      jwks: 'J',
      webhooks: 'W',
    },
  )
})

test('a scheme of its own is for native applications', () => {
  const values = { ...valuesOf({ client_name: 'a' }), redirect_uris: ['com.example.app:/cb'] }
  assert.deepEqual(faultsIn(values, words), { redirect_uris: 'A' })
  assert.deepEqual(faultsIn({ ...values, application_type: 'native' }, words), {})
})
