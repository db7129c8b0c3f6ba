import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isProtectedTarget, matchRedirectUri } from './redirect-uri.ts'

const registered = [
  'https://app.example/callback',
  'https://app.example/with?query=1',
  'http://127.0.0.1/native',
  'http://127.0.0.1:4000/port',
  'http://[::1]/six',
  'http://localhost/name',
  'com.example.app:/callback',
]

describe('RFC 9700 section 2.1: redirect URIs are equal as strings', () => {
  for (const uri of registered) {
    test(`${uri} is taken as it was registered`, () => {
      assert.equal(matchRedirectUri(uri, registered, 'web'), uri)
      assert.equal(matchRedirectUri(uri, registered, 'native'), uri)
    })
  }

  const refused: readonly string[] = [
    '',
    'https://app.example/callback/',
    'https://app.example/callback?',
    'https://app.example/callback?x=1',
    'https://app.example/callback#',
    'https://app.example/callback#fragment',
    'https://app.example/Callback',
    'https://APP.example/callback',
    'HTTPS://app.example/callback',
    'http://app.example/callback',
    'https://app.example:443/callback',
    'https://app.example./callback',
    'https://app.example/./callback',
    'https://app.example/x/../callback',
    'https://app.example/%63allback',
    'https://app.example//callback',
    'https://app.example\\callback',
    'https://app.example/callback\\',
    'https://app.example/callback ',
    ' https://app.example/callback',
    'https://app.example/callback\r\nlocation: x',
    'https://app.example/callback\0',
    'https://user@app.example/callback',
    'https://app.example@evil.example/callback',
    'https://app.example.evil.example/callback',
    'https://evil.example/https://app.example/callback',
    '//app.example/callback',
    '/callback',
    'callback',
    'https://app.example/with?query=2',
    'https://app.example/with',
    'https://app.example/callback;x',
    'https://app.example/..;/callback',
    'javascript:alert(1)',
    'data:text/html,x',
  ]
  for (const uri of refused) {
    test(`${JSON.stringify(uri)} is refused`, () => {
      assert.equal(matchRedirectUri(uri, registered, 'web'), undefined)
      assert.equal(matchRedirectUri(uri, registered, 'native'), undefined)
    })
  }

  test('what runs is refused even if it was registered', () => {
    for (const uri of [
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'data:text/html,x',
      'file:///x',
    ]) {
      assert.equal(matchRedirectUri(uri, [uri], 'native'), undefined, uri)
    }
  })
})

describe('RFC 8252 section 7.3: the port of a loopback literal, for native applications alone', () => {
  const cases: readonly [uri: string, native: boolean][] = [
    ['http://127.0.0.1:1/native', true],
    ['http://127.0.0.1:65535/native', true],
    ['http://127.0.0.1:5/port', true],
    ['http://127.0.0.1/port', true],
    ['http://[::1]:8080/six', true],
    ['http://127.0.0.1:65536/native', false],
    ['http://127.0.0.1:0/native', false],
    ['http://127.0.0.1:080/native', false],
    ['http://127.0.0.1:/native', false],
    ['http://127.0.0.1:80/native?x=1', false],
    ['http://127.0.0.1:80/native#x', false],
    ['http://127.0.0.1:80/other', false],
    ['http://127.0.0.1:80@evil.example/native', false],
    ['http://127.0.0.1:80\\@evil.example/native', false],
    ['http://127.0.0.2:80/native', false],
    ['http://127.1:80/native', false],
    ['http://0x7f.0.0.1:80/native', false],
    ['http://localhost:80/name', false],
    ['https://127.0.0.1:80/native', false],
    ['http://[::ffff:127.0.0.1]:80/native', false],
    ['http://[0:0:0:0:0:0:0:1]:80/six', false],
  ]
  for (const [uri, native] of cases) {
    test(`${uri}: ${native ? 'taken' : 'refused'}`, () => {
      assert.equal(matchRedirectUri(uri, registered, 'native'), native ? uri : undefined)
      assert.equal(matchRedirectUri(uri, registered, 'web'), undefined)
    })
  }
})

describe('RFC 9700 section 2.6: what may be answered to', () => {
  const cases: readonly [uri: string, isProtected: boolean][] = [
    ['https://app.example/cb', true],
    ['com.example.app:/cb', true],
    ['http://127.0.0.1/cb', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000/cb', true],
    ['http://localhost:3000?x=1', true],
    ['http://app.example/cb', false],
    ['HTTP://app.example/cb', false],
    ['http://localhost.example/cb', false],
    ['http://127.0.0.1.example/cb', false],
    ['http://127.0.0.2/cb', false],
    ['http://localhost:80@app.example/', false],
  ]
  for (const [uri, isProtected] of cases) {
    test(`${uri}: ${isProtected ? 'yes' : 'no'}`, () => {
      assert.equal(isProtectedTarget(uri), isProtected)
    })
  }
})
