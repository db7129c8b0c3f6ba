import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  checkAuthorizationRequest,
  claimsRequest,
  type RequestFace,
  type RequestingClient,
} from './authorization-request.ts'
import { readParameters } from './parameters.ts'

const client: RequestingClient = {
  redirectUris: ['https://app.example/cb', 'https://app.example/other'],
  applicationType: 'web',
  grantTypes: new Set(['authorization_code', 'refresh_token']),
  scope: 'users:read msg.consumer',
  authMethod: undefined,
  requirePkce: true,
}
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const fine: Readonly<Record<string, string>> = {
  response_type: 'code',
  client_id: 'app',
  redirect_uri: 'https://app.example/cb',
  scope: 'openid',
  state: 'xyz',
  code_challenge: challenge,
  code_challenge_method: 'S256',
}

type Sent = Readonly<Record<string, string | undefined>>

function check(
  sent: Sent,
  given: { readonly client?: Partial<RequestingClient>; readonly face?: RequestFace } = {},
) {
  const all = Object.entries({ ...fine, ...sent })
  const parameters = new URLSearchParams(
    all.filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
  return checkAuthorizationRequest(
    readParameters(parameters.toString()),
    { ...client, ...given.client },
    given.face ?? 'oidc',
  )
}

/** `accepted`, `untrusted`, or the error that the client is told. */
function outcome(sent: Sent, given: Parameters<typeof check>[1] = {}): string {
  const checked = check(sent, given)
  return checked.kind === 'refused' ? checked.error.code : checked.kind
}

function accepted(sent: Sent, given: Parameters<typeof check>[1] = {}) {
  const checked = check(sent, given)
  assert.equal(checked.kind, 'accepted', JSON.stringify(checked))
  if (checked.kind !== 'accepted') throw new Error('unreachable')
  return checked.request
}

describe('an authorization request', () => {
  test('is read whole', () => {
    const sent = {
      scope: 'openid users:read openid',
      nonce: 'n',
      prompt: 'login consent',
      max_age: '60',
      login_hint: 'anna',
      acr_values: 'a b',
      ui_locales: 'de en',
      claims: '{"id_token":{"acr":{"essential":true,"values":["x"]}}}',
      response_mode: 'fragment',
      extra: 'foobar',
    }
    const request = accepted(sent)
    assert.deepEqual(request, {
      clientId: 'app',
      redirectUri: 'https://app.example/cb',
      redirectUriSent: true,
      responseMode: 'fragment',
      state: 'xyz',
      scopes: ['openid', 'users:read'],
      nonce: 'n',
      prompt: ['login', 'consent'],
      maxAgeSeconds: 60,
      loginHint: 'anna',
      idTokenHint: undefined,
      acrValues: ['a', 'b'],
      uiLocales: ['de', 'en'],
      claims: sent.claims,
      codeChallenge: challenge,
    })
    const acr = claimsRequest(request).idToken.get('acr')
    assert.deepEqual(acr, { essential: true, values: ['x'] })
  })

  const long = (length: number) => 'x'.repeat(length)
  type Row = readonly [
    name: string,
    sent: Sent,
    expected: string,
    given?: Parameters<typeof check>[1],
  ]
  const standard: readonly Row[] = [
    [
      'RFC 6749 4.1.2.1: a redirect URI that is not registered',
      { redirect_uri: 'https://x.example/' },
      'untrusted',
    ],
    ['OIDC Core 3.1.2.1: no redirect URI', { redirect_uri: undefined }, 'untrusted'],
    [
      'no redirect URI though there is one',
      { redirect_uri: undefined },
      'untrusted',
      { client: { redirectUris: ['https://app.example/cb'] } },
    ],
    ['a state that cannot be sent back', { state: long(2049) }, 'untrusted'],
    ['a long state', { state: long(2048) }, 'accepted'],
    ['no state', { state: undefined }, 'accepted'],
    ['RFC 6749 3.1.1: no response type', { response_type: undefined }, 'invalid_request'],
    ['an empty response type counts as left out', { response_type: '' }, 'invalid_request'],
    ['no implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['no hybrid flow', { response_type: 'code id_token' }, 'unsupported_response_type'],
    ['no id_token alone', { response_type: 'id_token' }, 'unsupported_response_type'],
    [
      'a client without the grant type',
      {},
      'unauthorized_client',
      { client: { grantTypes: new Set(['client_credentials']) } },
    ],
    ['response_mode form_post', { response_mode: 'form_post' }, 'accepted'],
    ['response_mode that does not exist', { response_mode: 'web_message' }, 'invalid_request'],
    ['OIDC Core 6.1: request', { request: 'e30.e30.' }, 'request_not_supported'],
    [
      'OIDC Core 6.2: request_uri',
      { request_uri: 'https://x.example' },
      'request_uri_not_supported',
    ],
    ['OIDC Core 7.2.1: registration', { registration: '{}' }, 'registration_not_supported'],
    ['RFC 6749 3.3: a scope that is installed', { scope: 'users:read' }, 'accepted'],
    ['a scope that is not installed', { scope: 'openid users:write' }, 'invalid_scope'],
    [
      'scopes of OpenID Connect need no installation',
      { scope: 'openid profile email phone address offline_access' },
      'accepted',
    ],
    ['characters that no scope has', { scope: 'openid "x"' }, 'invalid_scope'],
    [
      'RFC 7636 4.4.1: no challenge',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
    ],
    [
      'no challenge, for a client that may',
      { code_challenge: undefined, code_challenge_method: undefined },
      'accepted',
      { client: { requirePkce: false } },
    ],
    [
      'no challenge, a public client',
      { code_challenge: undefined, code_challenge_method: undefined },
      'invalid_request',
      { client: { requirePkce: false, authMethod: 'none' } },
    ],
    [
      'RFC 7636 4.3: no method means plain',
      { code_challenge_method: undefined },
      'invalid_request',
    ],
    ['plain', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['s256 in lower case', { code_challenge_method: 's256' }, 'invalid_request'],
    [
      'a method without challenge',
      { code_challenge: undefined },
      'invalid_request',
      { client: { requirePkce: false } },
    ],
    ['a short challenge', { code_challenge: challenge.slice(1) }, 'invalid_request'],
    ['a padded challenge', { code_challenge: `${challenge}=` }, 'invalid_request'],
    ['prompt none', { prompt: 'none' }, 'accepted'],
    ['OIDC Core 3.1.2.1: none with another', { prompt: 'none login' }, 'invalid_request'],
    ['a prompt that does not exist', { prompt: 'dance' }, 'invalid_request'],
    ['max_age 0', { max_age: '0' }, 'accepted'],
    ['max_age below 0', { max_age: '-1' }, 'invalid_request'],
    ['max_age as an exponent', { max_age: '1e3' }, 'invalid_request'],
    ['max_age without end', { max_age: long(20).replaceAll('x', '9') }, 'invalid_request'],
    ['claims that are no JSON', { claims: '{' }, 'invalid_request'],
    ['claims that are a list', { claims: '[]' }, 'invalid_request'],
    ['claims with a member twice', { claims: '{"userinfo":{},"userinfo":{}}' }, 'invalid_request'],
    [
      'claims too deep',
      { claims: '{"id_token":{"x":{"value":'.padEnd(26 + 70, '[') },
      'invalid_request',
    ],
    ['a nonce with a control character', { nonce: 'a\0b' }, 'invalid_request'],
    ['a nonce without end', { nonce: long(513) }, 'invalid_request'],
    ['a login_hint without end', { login_hint: long(321) }, 'invalid_request'],
    ['claims without end', { claims: `{"x":"${long(5000)}"}` }, 'invalid_request'],
    [
      'OIDC Core 3.1.2.1: display and claims_locales are accepted',
      { display: 'popup', claims_locales: 'se' },
      'accepted',
    ],
    [
      'RFC 6749 3.1: unknown parameters are ignored',
      { extra: 'foobar', __proto__: undefined },
      'accepted',
    ],
  ]
  for (const [name, sent, expected, given] of standard) {
    test(`${name}: ${expected}`, () => assert.equal(outcome(sent, given), expected))
  }

  const face = 'sentinel' as const
  const plain = { code_challenge: undefined, code_challenge_method: undefined }
  const one = { redirectUris: ['https://app.example/cb'] }
  const sentinel: readonly Row[] = [
    [
      'contract 2 §2.1: one redirect URI may be left out',
      { redirect_uri: undefined },
      'accepted',
      { client: one },
    ],
    ['of several, one must be named', { redirect_uri: undefined }, 'untrusted'],
    ['of none, none', { redirect_uri: undefined }, 'untrusted', { client: { redirectUris: [] } }],
    ['v is tolerated', { v: '1.0' }, 'accepted'],
    ['no PKCE', plain, 'accepted'],
    ['no PKCE, a public client', plain, 'invalid_request', { client: { authMethod: 'none' } }],
    ['plain, when it is sent', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['an unknown scope is ignored', { scope: 'openid something' }, 'accepted'],
    [
      'unknown prompt, max_age and claims are tolerated',
      { prompt: 'dance', max_age: 'x', claims: '{' },
      'accepted',
    ],
    ['none with another', { prompt: 'none login' }, 'invalid_request'],
    ['request objects are never ignored', { request: 'x' }, 'request_not_supported'],
  ]
  for (const [name, sent, expected, given] of sentinel) {
    test(`sentinel, ${name}: ${expected}`, () =>
      assert.equal(outcome(sent, { face, ...given }), expected))
  }

  test('RFC 6749 3.3: scopes, by face', () => {
    const rows: readonly [string | undefined, RequestFace, readonly string[]][] = [
      [undefined, 'oidc', ['users:read', 'msg.consumer']],
      [undefined, 'sentinel', ['users:read', 'msg.consumer']],
      ['msg.consumer openid', 'oidc', ['msg.consumer', 'openid']],
      ['openid unknown users:read', 'sentinel', ['openid', 'users:read']],
      ['unknown', 'sentinel', ['users:read', 'msg.consumer']],
    ]
    for (const [scope, on, expected] of rows) {
      assert.deepEqual(accepted({ scope }, { face: on }).scopes, expected, `${scope} on ${on}`)
    }
  })

  test('OIDC Core 11: offline_access counts only for who may refresh', () => {
    const scope = 'openid offline_access'
    assert.deepEqual(accepted({ scope }).scopes, ['openid', 'offline_access'])
    const grantTypes = new Set(['authorization_code'])
    assert.deepEqual(accepted({ scope }, { client: { grantTypes } }).scopes, ['openid'])
  })

  test('an error goes where the answer would have gone', () => {
    const checked = check({ response_mode: 'form_post', scope: 'nope' })
    assert.equal(checked.kind, 'refused')
    assert.deepEqual(checked.kind === 'refused' && checked.target, {
      redirectUri: 'https://app.example/cb',
      responseMode: 'form_post',
      state: 'xyz',
    })
  })

  test('RFC 6749 3.1: a parameter sent twice is refused', () => {
    assert.throws(() => readParameters('state=a&state=b'), { code: 'invalid_request' })
    assert.throws(() => readParameters('state=&state=b'), { code: 'invalid_request' })
  })

  test('RFC 6749 5.2: no description repeats what was sent, or holds another character', () => {
    const said = [...standard, ...sentinel].flatMap(([, sent, , given]) => {
      const checked = check(sent, given)
      return checked.kind === 'accepted' ? [] : [checked.error.description]
    })
    for (const text of said) assert.match(text, /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/)
    const hostile = check({ prompt: '<script>', scope: '<b>' })
    assert.doesNotMatch(JSON.stringify(hostile), /</)
  })
})
