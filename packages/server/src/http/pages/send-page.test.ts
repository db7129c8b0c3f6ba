import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formSource, pictureSource } from './send-page.ts'

describe('CSP Level 3 section 2.3.1: an address as a source expression', () => {
  const forms: readonly [string, string | undefined][] = [
    ['https://app.example/cb?x=1', 'https://app.example'],
    ['https://app.example:8443/cb', 'https://app.example:8443'],
    ['http://127.0.0.1:3000/cb', 'http://127.0.0.1:3000'],
    ['http://[::1]:3000/cb', 'http:'],
    ['com.example.app:/cb', 'com.example.app:'],
    ['HTTPS://APP.example/cb', 'https://app.example'],
    ["https://app.example/;script-src 'unsafe-inline'", 'https://app.example'],
    ['https://', undefined],
    ['/relative', undefined],
  ]
  for (const [uri, source] of forms) {
    test(`a form that leads to ${uri}`, () => assert.equal(formSource(uri), source))
  }

  const pictures: readonly [string, string | undefined][] = [
    ['https://cdn.example/logo.png', 'https://cdn.example/logo.png'],
    ['https://cdn.example/logo.png?v=1', 'https://cdn.example/logo.png'],
    [
      "https://cdn.example/a;script-src 'unsafe-inline'",
      "https://cdn.example/a%3Bscript-src%20'unsafe-inline'",
    ],
    ['https://cdn.example/a,b', 'https://cdn.example/a%2Cb'],
    ['http://cdn.example/logo.png', undefined],
    ['https://user@cdn.example/logo.png', undefined],
    ['https://[::1]/logo.png', undefined],
    ['data:image/png;base64,AA', undefined],
    ['/src/logo.png', undefined],
    ['', undefined],
  ]
  for (const [uri, source] of pictures) {
    test(`a picture at ${uri}`, () => {
      assert.equal(pictureSource(uri), source)
      if (source !== undefined) assert.doesNotMatch(source, /[;,\s]/)
    })
  }
})
