import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  longestManifest as longestOfServer,
  ManifestBody,
  parseManifest,
} from '@watchword/protocol/api/application.ts'
import fc from 'fast-check'
import { labels } from './labels.ts'
import { longestManifest } from './limits.ts'
import {
  type Application,
  fileNameOf,
  kindOf,
  kinds,
  manifestOf,
  nameOf,
  safeAddress,
  scopesGained,
  scopesOf,
  startOf,
  withoutSecret,
} from './manifest.ts'

const installed: Application = {
  id: 'an-id',
  client_id: 'an-id',
  client_id_issued_at: 1,
  client_secret_expires_at: 0,
  client_name: 'orders',
  enabled: true,
  deleted: false,
  first_party: false,
  secret_readable: true,
  'client_name#de': 'Bestellungen',
  own_member: { kept: [1] },
}

test('a secret never stays in what pages hold', () => {
  const held = withoutSecret({ ...installed, client_secret: 'hidden' })
  assert.deepEqual(held, installed)
  assert.ok(!JSON.stringify(held).includes('hidden'))
})

test('a manifest is what its author wrote, with members of which we know nothing', () => {
  assert.deepEqual(manifestOf(installed), {
    client_name: 'orders',
    secret_readable: true,
    'client_name#de': 'Bestellungen',
    own_member: { kept: [1] },
  })
})

test('it is called by its display name, if it has one', () => {
  assert.equal(nameOf({ client_name: 'a', display_name: 'B' }), 'B')
  assert.equal(nameOf({ client_name: 'a', display_name: '' }), 'a')
})

test('what starts as a kind is of that kind; a manifest that says nothing is a web server', () => {
  for (const kind of kinds) assert.equal(kindOf({ client_name: 'a', ...startOf(kind) }), kind)
  assert.equal(kindOf({ client_name: 'a' }), 'web')
  assert.equal(kindOf({ client_name: 'a', grant_types: [] }), 'machine')
  assert.equal(
    kindOf({ client_name: 'a', grant_types: ['client_credentials', 'authorization_code'] }),
    'web',
  )
})

test('only a kind that can keep a secret starts with one', () => {
  assert.deepEqual(
    kinds.map((kind) => startOf(kind)['token_endpoint_auth_method']),
    ['client_secret_basic', 'none', 'none', 'client_secret_basic'],
  )
})

test('scopes are told apart by spaces, and gained ones are named', () => {
  assert.deepEqual(scopesOf({ client_name: 'a', scope: ' a  b ' }), ['a', 'b'])
  assert.deepEqual(scopesOf({ client_name: 'a' }), [])
  assert.deepEqual(
    scopesGained({ client_name: 'a', scope: 'a b' }, { client_name: 'a', scope: 'b c d' }),
    ['c', 'd'],
  )
})

test('a page leads to web addresses alone, whatever was installed', () => {
  const origin = 'https://id.example'
  assert.equal(safeAddress('https://a.example/x', origin), 'https://a.example/x')
  assert.equal(safeAddress('/src/start', origin), 'https://id.example/src/start')
  for (const bad of [
    'javascript:alert(1)',
    ' jAvascript:alert(1)',
    'java\nscript:1',
    'data:x',
    '//',
  ]) {
    assert.equal(safeAddress(bad, origin), undefined, bad)
  }
})

test('a file is named for the application, and for nothing else', () => {
  assert.equal(fileNameOf({ client_name: 'com.example.App' }), 'com.example.app.json')
  assert.equal(fileNameOf({ client_name: '../../etc/passwd' }), 'etc-passwd.json')
  assert.equal(fileNameOf({ client_name: '…' }), 'application.json')
})

test('the server installs what each kind starts with, and keeps it as it is', () => {
  for (const kind of kinds) {
    const sent = { client_name: 'a', ...startOf(kind) }
    const read = parseManifest(sent)
    assert.ok(read.ok, JSON.stringify(read))
    assert.deepEqual(read.value.manifest, sent, kind)
  }
})

test('what was installed is taken again: nothing that the installation added is in the way', () => {
  const read = parseManifest(manifestOf({ ...installed, ...startOf('native') }))
  assert.ok(read.ok, JSON.stringify(read))
  const strange: object = JSON.parse('{"__proto__":{"x":1},"constructor":2}')
  const entries = Object.entries(manifestOf({ ...installed, ...strange }))
  assert.ok(
    entries.some(([name]) => name === '__proto__'),
    'a member like others',
  )
})

test('members that have a name for people are those of the server, and so is the longest text', () => {
  const known = 'properties' in ManifestBody ? Object.keys(Object(ManifestBody.properties)) : []
  assert.ok(known.includes('client_name'))
  for (const name of Object.keys(labels)) assert.ok(known.includes(name), name)
  assert.equal(longestManifest, longestOfServer)
})

test('no text at all is an address that a browser would run', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc
      .tuple(
        fc.constantFrom('', ' ', '\t', '\u0000', '//', '\\\\', 'x'),
        fc.constantFrom('javascript', 'JavaScript', 'java\nscript', 'data', 'blob:https', 'file'),
        fc.constantFrom(':', '&colon;', '%3a', ':alert(1)//https://'),
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (address) => {
      const safe = safeAddress(address, 'https://id.example')
      assert.ok(safe === undefined || /^https?:\/\/[^/]/.test(safe), address)
    }),
    { numRuns: 500 },
  )
})

test('whatever it is called, the file is no hidden one and lies in no other folder', () => {
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 128 }),
    fc.constantFrom('.env', '..', 'a/../b', 'C:\\x', '\u202efdp', 'a\0b', '-rf', 'ÀÉ', 'İ'),
  )
  fc.assert(
    fc.property(name, (client_name) => {
      assert.match(fileNameOf({ client_name }), /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.json$/)
    }),
  )
})
