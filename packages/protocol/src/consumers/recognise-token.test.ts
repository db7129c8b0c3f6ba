import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recogniseToken, type TokenKind, tokenMistakes } from './recognise-token.ts'

const origin = 'https://auth.example'
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: unknown, header: unknown = { alg: 'RS256', typ: 'JWT' }) =>
  `${part(header)}.${part(claims)}.c2ln`
const id = 'ab'.repeat(32)
const brand = { iss: 'https://brand.example', sub: 'u', exp: 2, iat: 1 }
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

const cases: readonly (readonly [what: string, text: string, kind: TokenKind])[] = [
  ['an id_token', jwt(brand), 'id_token'],
  ['an id_token without typ', jwt(brand, { alg: 'RS256' }), 'id_token'],
  ['an encrypted one', 'a.b.c.d.e', 'id_token'],
  ['an unreadable one', 'a.b.c', 'id_token'],
  ['two parts of one', 'a.b', 'id_token'],
  ['an id_token with a scope and a nonce', jwt({ ...brand, scope: 'x', nonce: 'n' }), 'id_token'],
  ['nothing', '', 'empty'],
  ['a PEM key', '-----BEGIN PUBLIC KEY-----', 'key'],
  ['a JWK', '{"kty":"RSA"}', 'key'],
  ['a redirect', 'https://brand.example/cb#id_token=a.b.c', 'url'],
  ['the identity object', '{"iss":"https://b","sub":"u","acr":"loa1"}', 'identity'],
  ['a token response', '{"access_token":"x","id_token":"a.b.c"}', 'token_response'],
  ['claims', JSON.stringify(brand), 'json'],
  ['broken JSON', '{', 'json'],
  ['a code', 'SplxlOBeZQQYbYS6WxSbIA', 'opaque'],
  ['a session bearer', id, 'opaque'],
  ['RFC 9068', jwt(brand, { alg: 'RS256', typ: 'at+jwt' }), 'access_token'],
  ['RFC 9068 by its long name', jwt(brand, { typ: 'application/at+jwt' }), 'access_token'],
  ['an access token by its scope', jwt({ ...brand, scope: 'openid' }), 'access_token'],
  ['one by token_use', jwt({ ...brand, token_use: 'access' }), 'access_token'],
  ['one by the claim typ', jwt({ ...brand, typ: 'Bearer' }), 'access_token'],
  ['a refresh token', jwt({ ...brand, typ: 'Refresh' }), 'refresh_token'],
  ['a logout token', jwt({ ...brand, events: { [logoutEvent]: {} } }), 'logout_token'],
  ['a logout token by typ', jwt(brand, { typ: 'logout+jwt' }), 'logout_token'],
  ['an AppJWT', jwt({ iss: 'Sentinel', aud: 'a1', azp: 'x', scope: 'y' }), 'app_jwt'],
  ['a user’s id_token', jwt({ iss: 'sentinel', sub: 'u' }), 'user_id_token'],
  ['one of the standard issuer', jwt({ iss: `${origin}/oidc/a1`, sub: 'u' }), 'user_id_token'],
  [
    'an access token of it',
    jwt({ iss: `${origin}/oidc/a1`, sub: 'u' }, { typ: 'at+jwt' }),
    'access_token',
  ],
  ['a consumer token', jwt({ sub: id, aud: 'acc:a1', 'lp.ext': {}, acr: 'loa1' }), 'consumer_jwt'],
  ['an anonymous consumer’s', jwt({ sub: id, aud: 'acc:a1', acr: '0' }), 'consumer_jwt'],
  ['a ConsumerJWS', jwt({ account_id: 'a1', lp_consumer_id: id }), 'consumer_jws'],
  ['an anonymous token', jwt({ aud: 'acc:a1' }, { typ: 'anonymous+jwt' }), 'anonymous'],
]

describe('recognising what was sent in the place of an id_token', () => {
  for (const [what, text, kind] of cases) {
    test(`${what}: ${kind}`, () => assert.equal(recogniseToken(text, { origin }), kind))
  }

  test('every mistake has advice of its own', () => {
    const seen = new Set(cases.map(([, , kind]) => kind))
    const advices = Object.entries(tokenMistakes).map(([kind, { advice }]) => {
      assert.ok(seen.has(kind as TokenKind), kind)
      return advice
    })
    assert.equal(new Set(advices).size, advices.length)
  })
})
