import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Manifest, parseManifest } from '@watchword/protocol/api/application.ts'
import fc from 'fast-check'
import { type FormValues, faultsIn, manifestFrom, valuesOf } from './form-values.ts'
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
const words = {
  ...{ required: 'R', addresses: 'A', language: 'L', json: 'J', webhooks: 'W' },
  ...{ languageTwice: 'LL', eventTwice: 'WW' },
}

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

test('one member of two rows would be lost: that is told before', () => {
  const values = valuesOf({ client_name: 'a' })
  const name = { tag: 'de', display_name: 'x', description: '' }
  const hook = { event: 'e', endpoint: 'https://a.example', maxRetries: '', headers: [] } as const
  const faults = (change: Partial<FormValues>) => faultsIn({ ...values, ...change }, words)
  assert.deepEqual(faults({ localNames: [name, { ...name, tag: 'de-AT' }] }), {})
  assert.deepEqual(faults({ localNames: [name, { ...name, display_name: 'y' }] }), {
    localNames: 'LL',
  })
  assert.deepEqual(faults({ webhooks: [hook, { ...hook, event: 'f' }] }), {})
  assert.deepEqual(faults({ webhooks: [hook, { ...hook, event: ' e ' }] }), { webhooks: 'WW' })
  const blank = { ...hook, event: '' }
  assert.deepEqual(faults({ webhooks: [blank, blank] }), { webhooks: 'W' }, 'it has no name yet')
})

/** Mostly what is right, so that a form may be right as a whole. */
function mostly<const T>(right: readonly T[], wrong: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...right) },
    { weight: 1, arbitrary: fc.constantFrom(...wrong) },
  )
}

/** What somebody might type into a form. */
const typed = fc.record({
  client_name: mostly(['a', '__proto__', 'Zoë 𝒳'], [' ']),
  display_name: fc.constantFrom('', ' B ', 'toString'),
  localNames: fc.array(
    fc.record({
      tag: mostly(['de', 'ja-Jpan-JP'], ['', 'no tag', 'a#b', '__proto__', 'de-123456789']),
      display_name: fc.constantFrom('', 'x'),
      description: fc.constantFrom('', 'line\nline'),
    }),
    { maxLength: 2 },
  ),
  application_type: fc.constantFrom('web' as const, 'native' as const),
  redirect_uris: fc.array(
    mostly(
      ['https://a.example/cb', ' http://[::1]/ ', ''],
      [
        ...['com.example:/cb', 'javascript:alert(1)', 'https://u@a.example', 'https://*.example'],
        ...['https://a.example/#', '//a.example', 'https:', 'com.example.app:/ü'],
        'https://a.example/\u202e',
      ],
    ),
    { maxLength: 2 },
  ),
  scope: fc.subarray(['openid', 'users:read', 'mine:all']),
  jwks: mostly(['', ' '], ['{', 'nothing', '1 2']),
  enabled_for_profiles: fc.subarray(['0', '12', '9007199254740991']),
  audience: fc.constantFrom('all' as const, 'some' as const),
  retention: fc.constantFrom('' as const, 2, 259_200),
  webhooks: fc.array(
    fc.record({
      event: mostly(['e', '__proto__', 'constructor'], [' ', 'retry']),
      endpoint: mostly(['https://a.example', ' https://a.example?x '], ['http://a', 'https:/a']),
      maxRetries: fc.constantFrom('' as const, 0, 5),
      headers: fc.array(
        fc.record({ name: mostly(['X-A'], ['', 'X A', 'ü']), value: fc.constantFrom('', 'v') }),
        { maxLength: 1 },
      ),
    }),
    { maxLength: 2 },
  ),
})

test('the page and the server agree: on what is wrong, and on what is taken', () => {
  const blank = valuesOf({ client_name: '' })
  const counts = { taken: 0, refused: 0 }
  const check = fc.property(typed, (change) => {
    const values: FormValues = { ...blank, ...change }
    const found = Object.keys(faultsIn(values, words))
    // Through JSON, as it goes.
    const sent: unknown = JSON.parse(JSON.stringify(manifestFrom(values, { client_name: '' })))
    const read = parseManifest(sent)
    // What is no JSON, a row without a text, and the first of two rows cannot be in a manifest.
    const pageAlone = ['jwks', 'localNames', 'webhooks']
    if (found.length === 0) {
      assert.ok(read.ok, JSON.stringify(read))
      counts.taken += 1
      // What was stored shows the form again that means it.
      const stored = read.value.manifest
      assert.deepEqual(manifestFrom(valuesOf(stored), stored), stored)
      return
    }
    counts.refused += 1
    const told = read.ok ? [] : read.faults.map(({ path }) => path)
    for (const field of found) {
      if (pageAlone.includes(field)) continue
      assert.ok(
        told.some((path) => path === field || path.startsWith(`${field}[`)),
        `${field} is wrong here alone`,
      )
    }
  })
  fc.assert(check, { numRuns: 600, seed: 5 })
  assert.ok(counts.taken > 50 && counts.refused > 50, JSON.stringify(counts))
})

test('whatever the server keeps, the form that shows it means the same', () => {
  const member = fc.constantFrom('own', '__proto__', 'constructor', 'own#de', 'toString', 'überall')
  const base = fc
    .record({
      kind: fc.constantFrom(...kinds),
      others: fc.array(fc.tuple(member, fc.jsonValue({ maxDepth: 2 }))),
      profiles: fc.option(fc.array(fc.integer({ min: 0 }), { maxLength: 3 }), { nil: undefined }),
      consent: fc.option(fc.boolean(), { nil: undefined }),
      pkce: fc.constantFrom(true, undefined),
    })
    .map(({ kind, others, profiles, consent, pkce }) =>
      Object.fromEntries([
        ...others,
        ...Object.entries({
          client_name: 'a',
          ...startOf(kind),
          ...(profiles === undefined ? {} : { enabled_for_profiles: profiles }),
          ...(consent === undefined ? {} : { sentinel_consent: consent }),
          ...(pkce === undefined ? {} : { require_pkce: pkce }),
        }),
      ]),
    )
  fc.assert(
    fc.property(base, (sent) => {
      const read = parseManifest(sent)
      assert.ok(read.ok, JSON.stringify(read))
      const { manifest } = read.value
      const back = manifestFrom(valuesOf(manifest), manifest)
      assert.equal(JSON.stringify(back), JSON.stringify(manifest), 'also the order of its members')
    }),
  )
})
