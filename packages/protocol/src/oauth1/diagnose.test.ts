import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnoseSignature, type SigningMistakeCode } from './diagnose.ts'
import { type Parameter, parseFormParameters } from './form-parameters.ts'
import { hmacKey, hmacSignature } from './hmac.ts'
import { percentEncode } from './percent-encode.ts'
import { type SignedRequest, signatureBaseString } from './signature-base-string.ts'

const secrets = { consumerSecret: 'first/secret', tokenSecret: 'second+secret' }
const oauth: readonly Parameter[] = [
  ['oauth_consumer_key', 'ck'],
  ['oauth_token', 'tk'],
  ['oauth_version', '1.0'],
]
const query = parseFormParameters("v=6.0&select=id,name&q=it's (here) b") ?? []
const form = parseFormParameters('a=1') ?? []
const signed: SignedRequest = {
  method: 'POST',
  scheme: 'http',
  authority: 'api.example.com',
  path: '/api/a%20b/users',
  parameters: [...oauth, ...query, ...form],
}
const key = hmacKey(secrets)

function diagnose(
  signature: string,
  change: Partial<SignedRequest> = {},
): readonly SigningMistakeCode[] {
  const request = { ...signed, ...change }
  const suspect = {
    signed: request,
    signatureMethod: 'HMAC-SHA1',
    signature,
    secrets,
    query,
    form,
  } as const
  return diagnoseSignature(suspect).map(({ code }) => code)
}
const sign = (baseString: string, withKey = key) => hmacSignature('HMAC-SHA1', baseString, withKey)
const over = (change: Partial<SignedRequest>) => sign(signatureBaseString({ ...signed, ...change }))

test('each mistake of a client is found by its name', () => {
  const right = signatureBaseString(signed)
  const table: readonly (readonly [SigningMistakeCode, string])[] = [
    ['query_not_signed', over({ parameters: [...oauth, ...form] })],
    ['one_parameter_missing', over({ parameters: [...oauth, ...query.slice(1), ...form] })],
    ['form_not_signed', over({ parameters: [...oauth, ...query] })],
    [
      'double_encoded',
      over({ parameters: signed.parameters.map(([n, v]) => [percentEncode(n), percentEncode(v)]) }),
    ],
    ['other_scheme', over({ scheme: 'https' })],
    ['slash_added', over({ path: `${signed.path}/` })],
    ['path_decoded', over({ path: '/api/a b/users' })],
    ['method_override', over({ method: 'PUT' })],
    ['port_kept', sign(right.replace('example.com', 'example.com%3A80'))],
    ['method_lower_case', sign(right.replace('POST', 'post'))],
    [
      'version_not_signed',
      over({ parameters: signed.parameters.filter(([name]) => name !== 'oauth_version') }),
    ],
    [
      'swapped_secrets',
      sign(
        right,
        hmacKey({ consumerSecret: secrets.tokenSecret, tokenSecret: secrets.consumerSecret }),
      ),
    ],
    ['token_secret_missing', sign(right, hmacKey({ ...secrets, tokenSecret: '' }))],
    ['secrets_not_encoded', sign(right, `${secrets.consumerSecret}&${secrets.tokenSecret}`)],
    ['ampersand_missing', sign(right, percentEncode(secrets.consumerSecret))],
    ['wrong_hash', hmacSignature('HMAC-SHA256', right, key)],
    [
      'loose_encoding',
      sign(
        right
          .replaceAll('%2527', "'")
          .replaceAll('%2528', '(')
          .replaceAll('%2529', ')')
          .replace("'", '%27')
          .replace('(', '%28')
          .replace(')', '%29'),
      ),
    ],
  ]
  for (const [code, signature] of table)
    assert.ok(diagnose(signature).includes(code), `${code}: ${diagnose(signature)}`)
  assert.ok(
    diagnose(sign(right.replace('%3A8080', '')), { authority: 'api.example.com:8080' }).includes(
      'port_missing',
    ),
  )
})

test('a signature with a lost plus, or in base64url, is told apart from a wrong one', () => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const request = { path: `/x${attempt}` }
    const right = over(request)
    if (!right.includes('+')) continue
    assert.ok(diagnose(right.replaceAll('+', ' '), request).includes('plus_lost'))
    const url = right.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    assert.ok(diagnose(url, request).includes('base64url'))
    return
  }
  assert.fail('no signature with a plus in fifty')
})

test('what is none of them is not guessed at', () => {
  assert.deepEqual(diagnose(sign('something else')), [])
  assert.deepEqual(diagnose('not base64 at all'), [])
})
