import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createExceptions } from '#outbound/exceptions.ts'
import { readForeignUrl } from '#outbound/read-url.ts'

const exceptions = createExceptions(['idp.internal:8443', 'in.internal:443', 'http://[::1]:9000'])

test('an https URL at the usual port, or an origin that the operator named', () => {
  const accepted: readonly [string, boolean][] = [
    ['https://a.example/jwks?v=1', false],
    ['https://a.example:443/', false],
    ['https://8.8.8.8/', false],
    ['https://IDP.internal:8443/keys', true],
    ['https://in.internal/keys', true],
    ['http://[::1]:9000/keys', true],
    ['http://[0:0::1]:9000/keys', true],
  ]
  for (const [text, excepted] of accepted) {
    const reading = readForeignUrl(text, exceptions)
    assert.deepEqual([reading.ok, reading.ok && reading.excepted], [true, excepted], text)
  }
})

test('everything else is refused', () => {
  const refused: readonly [string, 'url' | 'port'][] = [
    ...['http://a.example/', 'HTTPS://a.example/', 'ftp://a.example/', 'file:///etc/passwd'],
    ...['data:application/json,{}', 'https:a.example', '//a.example/', 'a.example', ''],
    ...[
      'https://u@a.example/',
      'https://u:p@a.example/',
      'https://@a.example/',
      'https://:@a.example/',
    ],
    ...[
      'https://a.example/#',
      'https://a.example/#keys',
      'https:///a.example',
      'https://a.example\\b',
    ],
    ...[
      ' https://a.example/',
      'https://a.example/ ',
      'https://a.exa\tmple/',
      'https://a.example/\n',
    ],
    ...['https://[::1', 'https://a b/', 'https://%00/', `https://a.example/${'x'.repeat(2048)}`],
    // An exception is for its own scheme.
    ...['http://idp.internal:8443/', 'http://in.internal/', 'http://[::1]/'],
  ].map((text): [string, 'url'] => [text, 'url'])
  const ports = ['https://a.example:8443/', 'https://a.example:80/', 'https://idp.internal:22/']
  for (const [text, refusal] of [
    ...refused,
    ...ports.map((port): [string, 'port'] => [port, 'port']),
    ['https://idp.internal.:8443/', 'port'] as const,
    ['https://[::1]:9000/', 'port'] as const,
  ]) {
    assert.deepEqual(readForeignUrl(text, exceptions), { ok: false, refusal }, text)
  }
})
