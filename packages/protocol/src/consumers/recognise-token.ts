import { type JsonObject, readPart } from '../jose/compact-part.ts'
import { parseStrictJson } from '../json/strict-json.ts'
import { anonymousTokenType } from './anonymous-token.ts'

/** What somebody sent, or pasted, in the place of an id_token. */
export type TokenKind = 'id_token' | TokenMistake

export type TokenMistake = keyof typeof tokenMistakes

type Mistake = { readonly what: string; readonly advice: string }

/** What each of them is, and what to do with it. Nothing here is of the token. */
export const tokenMistakes = {
  empty: {
    what: 'There is no token.',
    advice: 'Paste the id_token: three parts, or five if it is encrypted, with dots between them.',
  },
  key: {
    what: 'This is a key, and no token.',
    advice:
      'A public key belongs into the connector (jwtPublicKey). A private key belongs nowhere but to the identity provider: if it is one, replace it.',
  },
  url: {
    what: 'This is a URL.',
    advice:
      'Take the value of id_token out of its fragment, or that of code out of its query, and send that alone.',
  },
  identity: {
    what: 'This is the identity object of the page (iss, sub, acr), and no token: it proves nothing.',
    advice:
      'The identity object goes to lpTag.identities. To the callback of the JS method goes the id_token of the identity provider, as text.',
  },
  token_response: {
    what: 'This is the whole answer of a token endpoint.',
    advice: 'Send the value of its member id_token alone, without the quotes.',
  },
  json: {
    what: 'This is JSON, and no token in its compact form.',
    advice:
      'Send the signed token as the identity provider made it: three parts with dots between them.',
  },
  opaque: {
    what: 'This is no JSON Web Token: an authorization code, or an opaque access or refresh token.',
    advice:
      'An access or refresh token proves nothing about the consumer: send the id_token that came with it. A code is sent as "code" to a connector of type 2 (code flow), once; why it was refused, its refused handshake tells.',
  },
  access_token: {
    what: 'This is an access token, and no id_token.',
    advice: 'Send the id_token that came with it: ask the identity provider for the scope openid.',
  },
  refresh_token: {
    what: 'This is a refresh token, and no id_token.',
    advice:
      'Redeem it at the identity provider, and send the id_token of its answer. It should not have left the place where it is kept.',
  },
  logout_token: {
    what: 'This is a logout token (OpenID Connect Back-Channel Logout), and no id_token.',
    advice: 'The identity provider sends it to …/app/{connectorId}/backchannel-logout.',
  },
  app_jwt: {
    what: 'This is an AppJWT of ours: it says which application calls, and of no consumer who they are.',
    advice:
      'Send it as Authorization of the APIs for applications. A consumer comes in with the id_token of the brand.',
  },
  user_id_token: {
    what: 'This is an id_token of ours, of a user who logged in here, and not of a consumer of the brand.',
    advice: 'Send the id_token of the brand’s own identity provider.',
  },
  consumer_jwt: {
    what: 'This is a consumer token of ours: what authenticate answers, and not what it takes.',
    advice:
      'Show it to the messaging service. If that refuses it, ask …/watchword/consumers/introspect.',
  },
  consumer_jws: {
    what: 'This is a ConsumerJWS of ours: an application shows it in the header X-LP-ON-BEHALF or LP-On-Behalf.',
    advice: 'Send the id_token of the brand, or call the Send API with this and an AppJWT.',
  },
  anonymous: {
    what: 'This is an anonymous external token of ours: it names nobody.',
    advice:
      'Send it to the connector for anonymous consumers (type 0), and to no connector of the brand.',
  },
} as const satisfies Readonly<Record<string, Mistake>>

/**
 * What a text is, by its form and by what it says of itself; `origin` is ours, if that is known. It decides nothing: an id_token is still judged by every
 * rule, and nothing else is ever accepted for one.
 */
export function recogniseToken(
  text: string,
  { origin }: { readonly origin: string | undefined },
): TokenKind {
  if (text === '') return 'empty'
  if (/^-----BEGIN |^ssh-/.test(text)) return 'key'
  if (/^https?:\/\//i.test(text)) return 'url'
  if (text.startsWith('{') || text.startsWith('[')) return recogniseJson(text)
  const parts = text.split('.', 6)
  if (parts.length === 5) return 'id_token'
  if (parts.length !== 3) return parts.length > 1 ? 'id_token' : 'opaque'
  const [header, claims] = parts.slice(0, 2).map(membersOf)
  if (header === undefined || claims === undefined) return 'id_token'
  return recogniseOurs(header, claims, origin) ?? recogniseForeign(header, claims)
}

/** Of one part, read as leniently as that goes: this decides nothing. */
function membersOf(part: string): JsonObject | undefined {
  const reading = readPart(Buffer.from(part, 'base64url'))
  return reading.ok ? reading.members : undefined
}

function recogniseJson(text: string): TokenKind {
  const json = parseStrictJson(text)
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return 'json'
  const has = (name: string) => Object.hasOwn(json.value as object, name)
  if (has('kty') || has('keys')) return 'key'
  if (has('id_token') || has('access_token')) return 'token_response'
  return has('iss') && has('sub') && !has('exp') ? 'identity' : 'json'
}

function recogniseOurs(
  header: JsonObject,
  claims: JsonObject,
  origin: string | undefined,
): TokenMistake | undefined {
  const { iss, aud, sub } = claims
  if (header['typ'] === anonymousTokenType) return 'anonymous'
  if (Object.hasOwn(claims, 'lp_consumer_id')) return 'consumer_jws'
  const isForAccount = typeof aud === 'string' && aud.startsWith('acc:')
  const hasOurId = typeof sub === 'string' && /^[0-9a-f]{64}$/.test(sub)
  if (isForAccount && hasOurId && (Object.hasOwn(claims, 'lp.ext') || claims['acr'] === '0')) {
    return 'consumer_jwt'
  }
  if (iss === 'Sentinel') return 'app_jwt'
  if (iss === 'sentinel') return 'user_id_token'
  if (origin === undefined || typeof iss !== 'string') return undefined
  if (!iss.startsWith(`${origin}/oidc/`)) return undefined
  return isAccessToken(header, claims) ? 'access_token' : 'user_id_token'
}

function recogniseForeign(header: JsonObject, claims: JsonObject): TokenKind {
  const type = String(header['typ'] ?? '').toLowerCase()
  const { events, typ } = claims
  const logout = 'http://schemas.openid.net/event/backchannel-logout'
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, logout)
  if (isLogout || type.endsWith('logout+jwt')) return 'logout_token'
  if (typ === 'Refresh' || typ === 'Offline') return 'refresh_token'
  return isAccessToken(header, claims) ? 'access_token' : 'id_token'
}

/** RFC 9068 says so in the header; others by a claim of their own, or by a scope, which no id_token has. */
function isAccessToken(header: JsonObject, claims: JsonObject): boolean {
  const { typ, token_use: use, nonce, at_hash: hash } = claims
  if (/^(?:application\/)?at\+jwt$/i.test(String(header['typ'] ?? ''))) return true
  if (typ === 'Bearer' || use === 'access') return true
  const hasScope = Object.hasOwn(claims, 'scope') || Object.hasOwn(claims, 'scp')
  return hasScope && nonce === undefined && hash === undefined
}
