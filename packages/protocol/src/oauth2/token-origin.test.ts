import assert from 'node:assert/strict'
import { test } from 'node:test'
import { looksLikeJwt, tokenOrigin } from './token-origin.ts'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const token = (header: unknown, claims: unknown) => `${part(header)}.${part(claims)}.c2ln`

test('what a token says of itself: its type, issuer and audience', () => {
  const text = token({ typ: 'at+jwt' }, { iss: 'https://a.test', aud: '42', sub: '1' })
  assert.deepEqual(tokenOrigin(text), { typ: 'at+jwt', issuer: 'https://a.test', audience: '42' })
})

const none: Readonly<Record<string, string>> = {
  nothing: '',
  'an opaque token': 'ab'.repeat(32),
  'two parts': 'a.b',
  'four parts': 'a.b.c.d',
  'no JSON': 'eyJ.eyJ.c2ln',
  'padding in a part': `${token({ typ: 'JWT' }, { iss: 'x', aud: 'y' })}=`,
  'a header that is a list': token([], { iss: 'x', aud: 'y' }),
  'no typ': token({}, { iss: 'x', aud: 'y' }),
  'an issuer that is a list': token({ typ: 'JWT' }, { iss: ['x'], aud: 'y' }),
  'an audience that is a list': token({ typ: 'JWT' }, { iss: 'x', aud: ['y'] }),
  'claims that are null': token({ typ: 'JWT' }, null),
  'a megabyte': token({ typ: 'JWT' }, { iss: 'x', aud: 'y', more: 'x'.repeat(1_000_000) }),
}
for (const [what, text] of Object.entries(none)) {
  test(`no origin: ${what}`, () => assert.equal(tokenOrigin(text), undefined))
}

test('only a token with a dot is looked at as a JWT', () => {
  assert.equal(looksLikeJwt('ab'.repeat(32)), false)
  assert.equal(looksLikeJwt('a.b'), true)
})
