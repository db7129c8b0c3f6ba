import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { parseManifest } from './application.ts'

const least = { client_name: 'com.example.app' }

function faultsOf(body: unknown): readonly string[] {
  const read = parseManifest(body)
  return read.ok ? [] : [...new Set(read.faults.map(({ path }) => path))]
}

function jwkOf(kind: 'rsa' | 'weak' | 'ec' | 'ed25519' | 'private'): object {
  if (kind === 'ec') {
    return generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  }
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
  const pair = generateKeyPairSync('rsa', { modulusLength: kind === 'weak' ? 1024 : 2048 })
  return (kind === 'private' ? pair.privateKey : pair.publicKey).export({ format: 'jwk' })
}

const keysOf = (...keys: readonly object[]) => ({ jwks: { keys } })
const webhooks = (events: object) => ({ capabilities: { webhooks: events } })
const hook = 'ms.MessagingEventNotification.ContentEvent'
const endpoint = 'https://brand.example/hook'

describe('contract 2 section 1.2: a manifest', () => {
  const accepted: readonly (readonly [string, object])[] = [
    ['the least', {}],
    ['the published limits', { display_name: 'd'.repeat(128), description: 'ü'.repeat(256) }],
    ['a name of 128 characters', { client_name: '😀'.repeat(128) }],
    ['a long scope', { scope: Array.from({ length: 100 }, () => 'users:read').join(' ') }],
    ['an empty scope, logo and entry', { scope: '', logo_uri: '', entry_uri: '' }],
    ['a relative logo', { logo_uri: '/src/logo.png' }],
    ['implicit response types', { response_types: ['token', 'id_token token'] }],
    ['http and https', { redirect_uris: ['http://a.example:80/x', 'https://a.example'] }],
    ['a query, twice', { redirect_uris: ['https://a.example/?a=1', 'https://a.example/?a=1'] }],
    ['loopback', { redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]:7/cb'] }],
    [
      'a scheme of a native application',
      { application_type: 'native', redirect_uris: ['com.example.app:/cb'] },
    ],
    ['null for absence', { display_name: null, redirect_uris: null, capabilities: null }],
    ['a name with a mark of its direction', { display_name: 'שלום\u200f!' }],
    ['a name in a language', { 'client_name#ja-Jpan-JP': 'アプリ' }],
    ['a hash in a name that we do not know', { 'own#thing': 1 }],
    ['a public RSA key', keysOf(jwkOf('rsa'))],
    ['P-256 and Ed25519', keysOf(jwkOf('ec'), jwkOf('ed25519'))],
    [
      'private_key_jwt with an address',
      { token_endpoint_auth_method: 'private_key_jwt', jwks_uri: 'https://a.example/jwks' },
    ],
    ['a public client', { token_endpoint_auth_method: 'none' }],
    ['a webhook', webhooks({ [hook]: { endpoint: `${endpoint}?a=b`, max_retries: 0 } })],
    ['time to retry', webhooks({ retry: { retention_time: 2 } })],
    ['an event of tomorrow', webhooks({ 'x.Event': { endpoint, more: [1] } })],
    ['no capability', { capabilities: {} }],
  ]
  for (const [name, change] of accepted) {
    test(`accepts ${name}`, () => assert.deepEqual(faultsOf({ ...least, ...change }), []))
  }

  const refused: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['no name', {}, ['client_name']],
    ['a null name', { client_name: null }, ['client_name']],
    ['a blank name', { client_name: ' ' }, ['client_name']],
    [
      'Unicode UAX 9: names that turn the text of a page round',
      {
        client_name: 'good\u202egnp.evil',
        display_name: 'a\u2067b',
        'display_name#he': '\u2066a',
      },
      ['client_name', 'display_name', 'display_name#he'],
    ],
    ['a long name', { client_name: 'x'.repeat(129) }, ['client_name']],
    ['a name of two lines', { client_name: 'a\nb' }, ['client_name']],
    ['a number', { ...least, display_name: 7 }, ['display_name']],
    ['a text for a truth value', { ...least, enabled: 'true' }, ['enabled']],
    [
      'a grant twice',
      { ...least, grant_types: ['refresh_token', 'refresh_token'] },
      ['grant_types'],
    ],
    ['an unknown grant', { ...least, grant_types: ['password'] }, ['grant_types[0]']],
    ['an unknown response', { ...least, response_types: ['code', 'x'] }, ['response_types[1]']],
    ['a long scope', { ...least, scope: 's'.repeat(2049) }, ['scope']],
    ['a scope with a quote', { ...least, scope: 'a"b' }, ['scope']],
    ['two spaces', { ...least, scope: 'a  b' }, ['scope']],
    ['a logo that is a script', { ...least, logo_uri: 'javascript:alert(1)' }, ['logo_uri']],
    ['an entry that is data', { ...least, entry_uri: 'data:text/html,x' }, ['entry_uri']],
    [
      'a profile that is no id',
      { ...least, enabled_for_profiles: ['1'] },
      ['enabled_for_profiles[0]'],
    ],
    [
      'a language that is none',
      { ...least, 'client_name#': 'x', 'description#-': 'y' },
      ['client_name#', 'description#-'],
    ],
    [
      'an endpoint over http',
      { ...least, ...webhooks({ [hook]: { endpoint: 'http://a.example' } }) },
      [`capabilities.webhooks.${hook}.endpoint`],
    ],
    [
      'an endpoint with a password',
      { ...least, ...webhooks({ [hook]: { endpoint: 'https://u:p@a.example' } }) },
      [`capabilities.webhooks.${hook}.endpoint`],
    ],
    [
      'no endpoint',
      { ...least, ...webhooks({ [hook]: {} }) },
      [`capabilities.webhooks.${hook}.endpoint`],
    ],
    [
      'six retries',
      { ...least, ...webhooks({ [hook]: { endpoint, max_retries: 6 } }) },
      [`capabilities.webhooks.${hook}.max_retries`],
    ],
    [
      'a header that splits',
      {
        ...least,
        ...webhooks({
          [hook]: { endpoint, headers: [{ header_name: 'a\r\nb', header_value: 'c\r\nd' }] },
        }),
      },
      [
        `capabilities.webhooks.${hook}.headers[0].header_name`,
        `capabilities.webhooks.${hook}.headers[0].header_value`,
      ],
    ],
    [
      'no time to retry',
      { ...least, ...webhooks({ retry: { retention_time: 0 } }) },
      ['capabilities.webhooks.retry.retention_time'],
    ],
    [
      'more than three days',
      { ...least, ...webhooks({ retry: { retention_time: 259_201 } }) },
      ['capabilities.webhooks.retry.retention_time'],
    ],
    [
      'half an engagement',
      { ...least, capabilities: { engagement: { design_engagement: true } } },
      [
        'design_window',
        'language_selection',
        'entry_point',
        'visitor_behavior',
        'target_audience',
        'goal',
        'consumer_identity',
      ].map((name) => `capabilities.engagement.${name}`),
    ],
    ['a private key', { ...least, ...keysOf(jwkOf('private')) }, ['jwks.keys[0].d']],
    ['a symmetric key', { ...least, ...keysOf({ kty: 'oct', k: 'AAAA' }) }, ['jwks.keys[0].kty']],
    ['a weak key', { ...least, ...keysOf(jwkOf('rsa'), jwkOf('weak')) }, ['jwks.keys[1]']],
    [
      'a key that is none',
      { ...least, ...keysOf({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }) },
      ['jwks.keys[0]'],
    ],
    [
      'another curve',
      { ...least, ...keysOf({ kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }) },
      ['jwks.keys[0]'],
    ],
    ['no key', { ...least, jwks: { keys: [] } }, ['jwks.keys']],
    [
      'two places of keys',
      { ...least, ...keysOf(jwkOf('ec')), jwks_uri: 'https://a.example/' },
      ['jwks_uri'],
    ],
    ['keys over http', { ...least, jwks_uri: 'http://a.example/' }, ['jwks_uri']],
    ['keys at a fragment', { ...least, jwks_uri: 'https://a.example/#keys' }, ['jwks_uri']],
    [
      'private_key_jwt without keys',
      { ...least, token_endpoint_auth_method: 'private_key_jwt' },
      ['jwks'],
    ],
    [
      'a public client without PKCE',
      { ...least, token_endpoint_auth_method: 'none', require_pkce: false },
      ['require_pkce'],
    ],
    ['a list', [least], ['']],
  ]
  for (const [name, body, paths] of refused) {
    test(`refuses ${name}, by its path`, () => assert.deepEqual(faultsOf(body), paths))
  }

  test('the misprinted event is refused with the name of the right one', () => {
    const event = 'ms.MessagingEventNotification.ExConversationChangeNotification'
    const read = parseManifest({ ...least, ...webhooks({ [event]: { endpoint } }) })
    assert.ok(!read.ok)
    assert.match(read.faults[0]?.reason ?? '', /cqm\.ExConversationChangeNotification/)
  })

  const badUris = [
    'https://a.example/#x',
    'https://a.example/#',
    'javascript:alert(1)',
    'JavaScript://a.example/%0aalert(1)',
    'data:text/html,x',
    'com.example.app:/cb',
    'myapp:/cb',
    'https://user:pass@a.example/',
    'https://user@a.example/',
    'https://@a.example/',
    'https://a.example\\@b.example/',
    'https:a.example',
    'https:///a.example',
    'https://*.a.example/',
    'https://a.example/ü',
    'https://a.example/a b',
    'https://a.example/\n',
    '/callback',
    '//a.example/',
    'https://',
    'https://[/',
    ' https://a.example/',
  ]
  for (const uri of badUris) {
    test(`refuses to redirect to ${JSON.stringify(uri)}`, () => {
      assert.deepEqual(faultsOf({ ...least, redirect_uris: ['https://a.example/', uri] }), [
        'redirect_uris[1]',
      ])
      assert.deepEqual(faultsOf({ ...least, post_logout_redirect_uris: [uri] }), [
        'post_logout_redirect_uris[0]',
      ])
    })
  }

  test('faults of one member and of several are told together', () => {
    const body = {
      scope: '"',
      redirect_uris: ['x:y'],
      token_endpoint_auth_method: 'private_key_jwt',
    }
    assert.deepEqual(faultsOf(body).toSorted(), [
      'client_name',
      'jwks',
      'redirect_uris[0]',
      'scope',
    ])
  })

  test('server members and switches are no part of the manifest; all else is, as it was sent', () => {
    const own = {
      'x-own': { deep: [null, { ü: '😀' }] },
      constructor: 1,
      redirect_uris: ['https://A.example/%7e'],
    }
    const body = {
      ...least,
      ...own,
      id: 'i',
      client_secret: 's',
      deleted: true,
      enabled: false,
      first_party: true,
    }
    const read = parseManifest(body)
    assert.ok(read.ok)
    assert.deepEqual(read.value.manifest, { ...least, ...own })
    assert.deepEqual(read.value.switches, { enabled: false, first_party: true })
  })

  test('a hostile body buys no answer larger than itself', () => {
    const bad = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`e${at}`, 1]))
    assert.ok(faultsOf({ ...least, ...webhooks(bad) }).length <= 1000)
  })
})
