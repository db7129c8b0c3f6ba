import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAuthorizationHeader } from './authorization-header.ts'
import { baseStringUri } from './base-string-uri.ts'
import { parseFormParameters } from './form-parameters.ts'
import { hmacKey, hmacSignature, isHmacSignature } from './hmac.ts'
import { encodeNormalizedParameters, normalizeParameters } from './normalize-parameters.ts'
import { percentEncode } from './percent-encode.ts'
import { type RawRequest, readSignedRequest } from './read-signed-request.ts'
import { signRequest } from './sign.ts'
import { signatureBaseString } from './signature-base-string.ts'

const worked: RawRequest = {
  method: 'POST',
  scheme: 'http',
  authority: 'EXAMPLE.COM:80',
  path: '/request',
  query: 'b5=%3D%253D&a3=a&c%40=&a2=r%20b',
  formBody: 'c2&a3=2+q',
  authorization:
    'OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", ' +
    'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", ' +
    'oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D"',
}

function read(raw: RawRequest) {
  const result = readSignedRequest(raw)
  assert.ok(result.ok, JSON.stringify(result))
  return result
}

function problemOf(raw: Partial<RawRequest>) {
  const result = readSignedRequest({ ...worked, ...raw })
  assert.ok(!result.ok)
  return result.problem.problem
}

test('RFC 5849 section 3.4.1.1: the worked example gives the printed base string', () => {
  assert.equal(
    signatureBaseString(read(worked).signed),
    'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
  )
})

test('RFC 5849 section 1.2 and erratum 2550: the printed signatures come out', () => {
  const photos = read({
    method: 'GET',
    scheme: 'http',
    authority: 'photos.example.net',
    path: '/photos',
    query: 'file=vacation.jpg&size=original',
    formBody: undefined,
    authorization:
      'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", ' +
      'oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", ' +
      'oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
  })
  const photosKey = hmacKey({ consumerSecret: 'kd94hf93k423kf44', tokenSecret: 'pfkkdhi9sl3r4s00' })
  const photosBase = signatureBaseString(photos.signed)
  assert.equal(hmacSignature('HMAC-SHA1', photosBase, photosKey), 'MdpQcU8iPSUjWoN/UDMsK2sui9I=')
  const key = hmacKey({ consumerSecret: 'j49sk3j29djd', tokenSecret: 'dh893hdasih9' })
  const base = signatureBaseString(read(worked).signed)
  assert.equal(hmacSignature('HMAC-SHA1', base, key), 'r6/TJjbCOr97/+UU0NsvSne7s5g=')
})

test('RFC 5849 section 3.6: every octet but the unreserved is encoded, upper case', () => {
  assert.equal(percentEncode("-._~!'()*"), '-._~%21%27%28%29%2A')
  assert.equal(percentEncode('a b+c/é☃😀%'), 'a%20b%2Bc%2F%C3%A9%E2%98%83%F0%9F%98%80%25')
  assert.equal(percentEncode('\ud800'), '%EF%BF%BD')
})

test('RFC 5849 section 3.4.1.2: only the scheme’s own port is left out, and the path stays as sent', () => {
  const uri = (scheme: string, authority: string, path: string) =>
    baseStringUri({ scheme, authority, path })
  assert.equal(uri('HTTP', 'EXAMPLE.com:80', '/r%20v/X'), 'http://example.com/r%20v/X')
  assert.equal(uri('https', 'example.com:443', '/'), 'https://example.com/')
  assert.equal(uri('https', 'example.com:80', '/'), 'https://example.com:80/')
  assert.equal(uri('http', 'example.com:8080', ''), 'http://example.com:8080/')
  assert.equal(uri('http', '[2001:DB8::80]', '/a/../b//c'), 'http://[2001:db8::80]/a/../b//c')
})

test('RFC 5849 section 3.4.1.3.2: pairs are sorted by bytes, first by name and then by value', () => {
  const normalized = (text: string) => normalizeParameters(parseFormParameters(text) ?? [])
  assert.equal(normalized('a=2&a=1&A=3&a-b=1&a='), 'A=3&a=&a=1&a=2&a-b=1')
  // U+FF61 encodes to EF…, U+1F600 to F0…: byte order, although UTF-16 order is the other way round.
  assert.equal(normalized('%F0%9F%98%80=1&%EF%BD%A1=1'), '%EF%BD%A1=1&%F0%9F%98%80=1')
  assert.equal(normalized('&&x=a%2Bb&y=a+b&z&'), 'x=a%2Bb&y=a%20b&z=')
})

test('RFC 5849 section 3.1: what is missing, doubled, misplaced or unreadable is refused by its name', () => {
  const header = worked.authorization ?? ''
  const table: readonly (readonly [string, Partial<RawRequest>])[] = [
    ['parameter_absent', { authorization: undefined }],
    ['parameter_absent', { authorization: 'Bearer x' }],
    ['parameter_absent', { authorization: header.replace('oauth_nonce="7d8f3e4a", ', '') }],
    ['parameter_rejected', { authorization: `${header}, oauth_nonce="7d8f3e4a"` }],
    ['parameter_rejected', { query: 'oauth_nonce=7d8f3e4a' }],
    ['parameter_rejected', { formBody: 'oauth_consumer_key=x' }],
    ['parameter_rejected', { query: 'a=%zz' }],
    ['parameter_rejected', { formBody: 'a=%ff' }],
    ['parameter_rejected', { authorization: 'OAuth oauth_nonce=unquoted' }],
    ['parameter_rejected', { authorization: header.replace('137131201', '-1') }],
    ['parameter_rejected', { authorization: header.replace('137131201', '1e9') }],
    ['parameter_rejected', { authorization: header.replace('7d8f3e4a', 'x'.repeat(257)) }],
    ['version_rejected', { authorization: `${header}, oauth_version="2.0"` }],
    ['signature_method_rejected', { authorization: header.replace('HMAC-SHA1', 'PLAINTEXT') }],
    ['signature_method_rejected', { authorization: header.replace('HMAC-SHA1', '__proto__') }],
  ]
  for (const [expected, change] of table)
    assert.equal(problemOf(change), expected, JSON.stringify(change))
})

test('RFC 5849 section 3.5: the parameters may stand in the form body or the query instead', () => {
  const oauth =
    'oauth_consumer_key=k&oauth_signature_method=HMAC-SHA256&oauth_timestamp=1&oauth_nonce=n&oauth_signature=s%3D'
  for (const place of [{ query: oauth }, { formBody: oauth }]) {
    const result = read({ ...worked, query: '', formBody: '', authorization: undefined, ...place })
    assert.deepEqual(result.oauth, {
      consumerKey: 'k',
      token: undefined,
      signatureMethod: 'HMAC-SHA256',
      signature: 's=',
      timestamp: 1,
      nonce: 'n',
      bodyHash: undefined,
    })
  }
})

test('a header of any length is read in linear time', () => {
  const hostile = `OAuth ${'a="b" '.repeat(20_000)}`
  assert.ok(!readSignedRequest({ ...worked, authorization: hostile }).ok)
  assert.ok(!readSignedRequest({ ...worked, authorization: `OAuth ${' '.repeat(200_000)}` }).ok)
})

const secrets = { consumerSecret: 'sécret&=%', tokenSecret: 't✓' }
const key = hmacKey(secrets)
const anyRequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'patch'),
  scheme: fc.constantFrom('http', 'https'),
  authority: fc.constantFrom('api.example.com', 'localhost:8080', '[::1]:8443'),
  path: fc.webPath(),
  query: fc.webQueryParameters().map(encodeURI),
  formBody: fc.option(fc.webQueryParameters().map(encodeURI), { nil: undefined }),
})

test('what is signed verifies, with either hash', () => {
  fc.assert(
    fc.property(
      anyRequest,
      fc.constantFrom('HMAC-SHA1', 'HMAC-SHA256'),
      fc.string(),
      (request, method, nonce) => {
        fc.pre(nonce !== '')
        const authorization = signRequest(
          request,
          { consumerKey: 'ck', token: 'tk', ...secrets },
          { timestamp: 1_700_000_000, nonce },
          { method },
        )
        fc.pre(authorization !== undefined)
        const { oauth, signed } = read({ ...request, authorization })
        assert.ok(
          isHmacSignature(oauth.signatureMethod, signatureBaseString(signed), key, oauth.signature),
        )
      },
    ),
  )
})

test('any change of a signed request refuses it', () => {
  const request = {
    method: 'GET',
    scheme: 'https',
    authority: 'a.example',
    path: '/x',
    query: 'a=1&b=2',
    formBody: undefined,
  }
  const authorization =
    signRequest(
      request,
      { consumerKey: 'ck', token: 'tk', ...secrets },
      { timestamp: 1, nonce: 'n' },
    ) ?? ''
  const changes: readonly Partial<RawRequest>[] = [
    { method: 'POST' },
    { scheme: 'http' },
    { authority: 'b.example' },
    { authority: 'a.example:444' },
    { path: '/x/' },
    { path: '/X' },
    { query: 'a=1&b=3' },
    { query: 'a=1' },
    { query: 'a=1&b=2&c' },
    { formBody: 'c=1' },
    { authorization: authorization.replace('oauth_nonce="n"', 'oauth_nonce="m"') },
    { authorization: authorization.replace('oauth_timestamp="1"', 'oauth_timestamp="2"') },
    { authorization: authorization.replace('oauth_token="tk"', 'oauth_token="tl"') },
    { authorization: authorization.replace('HMAC-SHA256', 'HMAC-SHA1') },
  ]
  const passes = (raw: RawRequest) => {
    const { oauth, signed } = read(raw)
    return isHmacSignature(oauth.signatureMethod, signatureBaseString(signed), key, oauth.signature)
  }
  assert.ok(passes({ ...request, authorization }))
  for (const change of changes) {
    assert.ok(!passes({ ...request, authorization, ...change }), JSON.stringify(change))
  }
})

test('one signature has one spelling: padding, alphabet and length are exact', () => {
  const right = hmacSignature('HMAC-SHA1', 'base', key)
  assert.ok(isHmacSignature('HMAC-SHA1', 'base', key, right))
  for (const wrong of [
    '',
    '=',
    right.slice(0, -1),
    `${right}=`,
    ` ${right}`,
    right.replaceAll('+', '-').replaceAll('/', '_').replace('=', ''),
    `${right}AAAA`,
    'A'.repeat(100_000),
  ]) {
    assert.ok(!isHmacSignature('HMAC-SHA1', 'base', key, wrong), wrong.slice(0, 40))
  }
})

test('RFC 5849 section 3.4.1.1: the normalized parameters are encoded as any text is', () => {
  const pair = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }))
  fc.assert(
    fc.property(fc.array(pair), (parameters) => {
      const whole = percentEncode(normalizeParameters(parameters))
      assert.equal(encodeNormalizedParameters(parameters), whole)
    }),
  )
})

test('RFC 5849 section 3.5.1: space and commas of the header, as senders write them', () => {
  const parsed = (text: string) => parseAuthorizationHeader(text)
  const parameters = [
    ['a', '1'],
    ['b', ''],
  ]
  for (const text of [
    'OAuth a="1",b=""',
    'OAuth realm="x, y=z", a="1", b=""',
    'oauth  a = "1" ,\tb="" ',
    'OAuth a="1", b="",',
    'OAUTH Realm="", a="1",  b="" , ',
  ]) {
    assert.deepEqual(parsed(text), { ok: true, parameters }, text)
  }
  for (const text of [
    'OAuth a',
    'OAuth a=1',
    'OAuth a="1" b="2"',
    'OAuth a="1',
    'OAuth a="1",,b="2"',
    'OAuth ="1"',
    'OAuth a b="1"',
    'OAuth a"="1"',
    'OAuth a="%zz"',
    'OAuth a="%ff"',
  ]) {
    assert.equal(parsed(text).ok, false, text)
  }
})
