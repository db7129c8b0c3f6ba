import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type JwsFault, longestJws, readJws } from './read-jws.ts'

const encode = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')
const signature = encode(Buffer.alloc(64, 7))
const header = encode('{"alg":"ES256","kid":"k","typ":"JWT"}')
const payload = encode('{"sub":"x"}')
const token = (first: string, second = payload, third = signature) => `${first}.${second}.${third}`
const withHeader = (text: string | Uint8Array) => token(encode(text))
const withPayload = (text: string | Uint8Array) => token(header, encode(text))

test('RFC 7515 section 7.1: header and claims of a well-formed token are read', () => {
  assert.deepEqual(readJws(token(header)), {
    ok: true,
    jws: { header: { alg: 'ES256', kid: 'k', typ: 'JWT' }, claims: { sub: 'x' } },
  })
  const bare = readJws(withHeader('{"alg":"RS256"}'))
  assert.deepEqual(bare.ok && bare.jws.header, { alg: 'RS256', kid: undefined, typ: undefined })
})

test('RFC 7515 section 4.1: keys that the sender puts into the header are not looked at', () => {
  const read = readJws(
    withHeader('{"alg":"ES256","jwk":{"kty":"oct"},"jku":"https://x","x5u":"y","x5c":["z"]}'),
  )
  assert.deepEqual(read.ok && Object.keys(read.jws.header), ['alg', 'kid', 'typ'])
})

const bom = Buffer.from([0xef, 0xbb, 0xbf])
const hostile: readonly (readonly [name: string, text: string, fault: JwsFault])[] = [
  ['nothing', '', 'not_compact'],
  ['two parts', `${header}.${payload}`, 'not_compact'],
  ['four parts', `${token(header)}.x`, 'not_compact'],
  ['no signature', token(header, payload, ''), 'not_compact'],
  ['no header', token(''), 'not_compact'],
  ['a JWE', `${token(header)}.a.b`, 'not_compact'],
  ['a detached payload', token(header, ''), 'not_compact'],
  ['1 MB', token(header, encode('x'.repeat(1_000_000))), 'too_long'],
  ['one too long', token(header, payload, 'A'.repeat(longestJws)), 'too_long'],
  ['a padded signature', `${token(header)}==`, 'not_base64url'],
  ['a padded payload', token(header, `${encode('{"a":1}')}=`), 'not_base64url'],
  [
    'an inner newline',
    token(header, `${payload.slice(0, 4)}\n${payload.slice(4)}`),
    'not_base64url',
  ],
  ['a space in front', ` ${token(header)}`, 'not_base64url'],
  ['a newline at the end', `${token(header)}\n`, 'not_base64url'],
  ['the other alphabet', token(header, payload, `${signature.slice(0, -2)}+/`), 'not_base64url'],
  [
    'stray bits in the signature',
    token(header, payload, `${signature.slice(0, -1)}x`),
    'not_base64url',
  ],
  ['one letter left over', token(header, payload, `${signature}AAA`), 'not_base64url'],
  ['characters beyond ASCII', token(header, payload, `${signature}é`), 'not_base64url'],
  [
    'a byte order mark',
    withHeader(Buffer.concat([bom, Buffer.from('{"alg":"ES256"}')])),
    'not_json',
  ],
  [
    'a byte order mark in the payload',
    withPayload(Buffer.concat([bom, Buffer.from('{}')])),
    'not_json',
  ],
  [
    'broken UTF-8',
    withPayload(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])),
    'not_json',
  ],
  ['no JSON', withPayload('hello'), 'not_json'],
  ['an array', withPayload('[]'), 'not_json'],
  ['a text', withPayload('"x"'), 'not_json'],
  ['null', withPayload('null'), 'not_json'],
  ['two objects', withPayload('{}{}'), 'not_json'],
  ['a header that is an array', withHeader('["ES256"]'), 'not_json'],
  ['a member twice', withPayload('{"sub":"a","sub":"b"}'), 'not_json'],
  ['a header member twice', withHeader('{"alg":"ES256","alg":"none"}'), 'not_json'],
  ['a member twice, once escaped', withHeader('{"alg":"ES256","\\u0061lg":"none"}'), 'not_json'],
  ['an exp that is infinite', withPayload('{"exp":1e400}'), 'not_json'],
  ['__proto__', withPayload('{"__proto__":{"sub":"x"}}'), 'not_json'],
  ['deep nesting', withPayload(`{"a":${'['.repeat(500)}${']'.repeat(500)}}`), 'not_json'],
  ['no alg', withHeader('{"kid":"k"}'), 'bad_header'],
  ['an alg that is a list', withHeader('{"alg":["ES256"]}'), 'bad_header'],
  ['a kid that is an object', withHeader('{"alg":"ES256","kid":{}}'), 'bad_header'],
  ['a kid that is null', withHeader('{"alg":"ES256","kid":null}'), 'bad_header'],
  ['a long kid', withHeader(`{"alg":"ES256","kid":"${'k'.repeat(257)}"}`), 'bad_header'],
  ['a typ that is a number', withHeader('{"alg":"ES256","typ":1}'), 'bad_header'],
  ['crit', withHeader('{"alg":"ES256","crit":["b64"],"b64":false}'), 'bad_header'],
  ['b64 alone', withHeader('{"alg":"ES256","b64":true}'), 'bad_header'],
  ['zip', withHeader('{"alg":"ES256","zip":"DEF"}'), 'bad_header'],
  ['an encryption', withHeader('{"alg":"dir","enc":"A256GCM"}'), 'bad_header'],
]

for (const [name, text, fault] of hostile) {
  test(`RFC 8725: refused unread: ${name}`, () => {
    assert.deepEqual(readJws(text), { ok: false, fault })
  })
}
