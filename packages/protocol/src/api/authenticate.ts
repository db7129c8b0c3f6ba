import { Type } from 'typebox'

/** Bodies and answers of the consumer identity provider (contract 3 section 8). */

const longTexts = {
  authCode: 32_768,
  id_token: 32_768,
  code: 4096,
  redirect_uri: 2048,
  challenge: 2048,
  step_up_from: 4096,
} as const
const verifierForm = /^[A-Za-z0-9._~-]{43,128}$/

/** What a page or an app sends to be let in; each is there or not. */
export type AuthenticateInput = {
  readonly authCode: string | undefined
  readonly idToken: string | undefined
  readonly code: string | undefined
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
  /** Ours, from before the consumer logged in: a nonce, and a verifier that no page sees. */
  readonly challenge: string | undefined
  /** The consumer token of whoever was anonymous until now (contract 3 section 13.7). */
  readonly stepUpFrom: string | undefined
  /** What becomes of their conversation, if the consumer was here before. */
  readonly merge: 'merge' | 'keep' | undefined
}

export type AuthenticateReading =
  | { readonly ok: true; readonly input: AuthenticateInput }
  /** Names the member and what it must be; repeats nothing of it. */
  | { readonly ok: false; readonly reason: string }

/**
 * Reads the body of all three versions: a member that is not known is passed over, `null` and an empty text count as
 * absent, and anything but text is refused.
 */
export function readAuthenticate(body: unknown): AuthenticateReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ok: false, reason: 'the body must be an object, such as {"id_token":"…"}' }
  }
  const members = body as Readonly<Record<string, unknown>>
  const given: Record<string, string | undefined> = {}
  for (const [name, longest] of Object.entries(longTexts)) {
    const value = Object.hasOwn(members, name) ? members[name] : undefined
    if (value === undefined || value === null || value === '') continue
    if (typeof value !== 'string') return { ok: false, reason: `${name} must be text` }
    if (value.length > longest) {
      return { ok: false, reason: `${name} must have at most ${longest} characters` }
    }
    given[name] = value
  }
  const codeVerifier = members['code_verifier'] ?? undefined
  if (codeVerifier !== undefined) {
    if (typeof codeVerifier !== 'string' || !verifierForm.test(codeVerifier)) {
      return { ok: false, reason: 'code_verifier must be 43 to 128 unreserved characters' }
    }
  }
  const merge = members['merge'] ?? undefined
  if (merge !== undefined && merge !== 'merge' && merge !== 'keep') {
    return { ok: false, reason: 'merge must be "merge" or "keep"' }
  }
  const { authCode, id_token: idToken, code, redirect_uri: redirectUri, challenge } = given
  const { step_up_from: stepUpFrom } = given
  const ofLogin = { authCode, idToken, code, redirectUri, codeVerifier, challenge }
  return { ok: true, input: { ...ofLogin, stepUpFrom, merge } }
}

export type AnonymousReading =
  /** `previous`: the token to be renewed. */
  | { readonly ok: true; readonly previous: string | undefined }
  | { readonly ok: false; readonly reason: string }

/** Reads the body of a request for an anonymous token: none, `null`, or the token before (contract 3 section 8.4). */
export function readAnonymousRequest(body: unknown): AnonymousReading {
  if (body === undefined || body === null) return { ok: true, previous: undefined }
  const reading = readAuthenticate(body)
  return reading.ok ? { ok: true, previous: reading.input.idToken } : reading
}

const token = (description: string) => Type.Optional(Type.String({ description }))

/** For the published API. */
export const AuthenticateBody = Type.Object({
  id_token: token('Of the identity provider, or an anonymous one'),
  authCode: token('The same, or a code: as the connector takes it'),
  code: token('Of the identity provider'),
  redirect_uri: token('The one that the code was asked with; https://liveperson.net unless given'),
  code_verifier: token('Of PKCE, where the page made it'),
  step_up_from: token('The consumer token of whoever was anonymous until now'),
  merge: Type.Optional(
    Type.Unsafe<'merge' | 'keep'>({
      type: 'string',
      enum: ['merge', 'keep'],
      description:
        'If the consumer was here before: join the anonymous conversation to theirs, or not',
    }),
  ),
  challenge: token('The one that was asked for before the consumer logged in; good once'),
})

/** What a page needs before its consumer logs in at the identity provider. */
export const ChallengeAnswer = Type.Object({
  challenge: Type.String({ description: 'To be sent along when the consumer is let in' }),
  nonce: Type.String({ description: 'For the authorization request' }),
  code_challenge: Type.String({ description: 'For the authorization request, with S256' }),
  code_challenge_method: Type.Literal('S256'),
  expires_in: Type.Integer({ description: 'Seconds' }),
})

/** v3. */
export const TokenAnswer = Type.Object({ token: Type.String() })

/** v1, v2 and sign-up. */
export const JwtAnswer = Type.Object({ jwt: Type.String() })

/** A refusal. */
export const IdpError = Type.Object({
  internalErrorCode: Type.String({ description: 'A code of the reference' }),
  error: Type.String({ description: 'The rule that a token failed, else the name of the code' }),
  error_description: Type.String(),
  request_id: Type.String(),
  choices: Type.Optional(
    Type.Array(Type.String(), { description: 'What `merge` may be, where the consumer is asked' }),
  ),
})
