import { createHash } from 'node:crypto'
import type { SignatureAlgorithm } from '../jose/algorithms.ts'

/** Ten minutes, on both faces (contract 2 section 2.5). */
export const idTokenLifetimeSeconds = 600

/** `typ` of an id_token; other kinds of ours have another, or another key. */
export const idTokenType = 'JWT'

/** What an id_token tells of a login. Times in seconds since 1970. */
export type IdTokenSource = {
  readonly issuer: string
  readonly subject: string
  readonly clientId: string
  readonly nowSeconds: number
  readonly authTimeSeconds: number
  /** As it was sent; left out when the token comes from a refresh (OpenID Connect Core section 12.2). */
  readonly nonce: string | undefined
  readonly acr: string | undefined
  readonly amr: readonly string[]
  /** The browser session, for logout (`sid`). */
  readonly sessionId: string
  /** Issued beside this access token, which `at_hash` binds it to. */
  readonly accessToken: string
  readonly algorithm: SignatureAlgorithm
  /** Claims that the `claims` parameter asked for; they never replace the others. */
  readonly requested: Readonly<Record<string, unknown>>
}

/**
 * Claims of a standard id_token (OpenID Connect Core section 2). One audience, so no `azp`: that is for when there are
 * more, or when the party that asked is not the audience.
 */
export function idTokenClaims(
  of: IdTokenSource,
): Readonly<Record<string, unknown>> & { readonly exp: number } {
  return {
    ...of.requested,
    iss: of.issuer,
    sub: of.subject,
    aud: of.clientId,
    exp: of.nowSeconds + idTokenLifetimeSeconds,
    iat: of.nowSeconds,
    auth_time: of.authTimeSeconds,
    ...(of.nonce === undefined ? {} : { nonce: of.nonce }),
    ...(of.acr === undefined ? {} : { acr: of.acr }),
    ...(of.amr.length === 0 ? {} : { amr: of.amr }),
    at_hash: accessTokenHash(of.accessToken, of.algorithm),
    sid: of.sessionId,
  }
}

/** Claims of an id_token of the sentinel paths, issued without an `openid` scope (contract 2 section 2.5). */
export type SentinelIdTokenClaims = {
  readonly sub: string
  readonly aud: string
  readonly iss: 'sentinel'
  readonly exp: number
  readonly iat: number
  readonly is_admin: boolean
  readonly is_lpa: boolean
  /** Not in the reference; standard libraries that send one look for it (part 4 row 11). */
  readonly nonce?: string
}

export function sentinelIdTokenClaims(of: {
  readonly subject: string
  readonly clientId: string
  readonly nowSeconds: number
  readonly isAdmin: boolean
  readonly isLpa: boolean
  readonly nonce: string | undefined
}): SentinelIdTokenClaims {
  return {
    sub: of.subject,
    aud: of.clientId,
    iss: 'sentinel',
    exp: of.nowSeconds + idTokenLifetimeSeconds,
    iat: of.nowSeconds,
    is_admin: of.isAdmin,
    is_lpa: of.isLpa,
    ...(of.nonce === undefined ? {} : { nonce: of.nonce }),
  }
}

/**
 * `at_hash` (OpenID Connect Core section 3.1.3.6): the left half of the token's hash, by the hash function of the
 * signature: SHA-512 for Ed25519, SHA-256 for the others.
 */
export function accessTokenHash(accessToken: string, algorithm: SignatureAlgorithm): string {
  const hash = createHash(algorithm === 'EdDSA' ? 'sha512' : 'sha256')
  const digest = hash.update(accessToken, 'ascii').digest()
  return digest.subarray(0, digest.length / 2).toString('base64url')
}
