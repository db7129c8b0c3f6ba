import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/** Which of the two faces an authorization came by: the compatible one, or the standard issuer. */
export type Face = 'sentinel' | 'oidc'

/** How and when a user proved who they are. Times are milliseconds since 1970. */
export type Authentication = {
  readonly userId: number
  /** The browser session it happened in; the `sid` of tokens. */
  readonly browserSessionId: string
  readonly authTime: number
  /** RFC 8176 values, such as `pwd`. */
  readonly amr: readonly string[]
  readonly acr: string | undefined
}

/**
 * What a user allowed an application: made when a code is redeemed, and the family of all tokens that follow from
 * it. It ends by revocation, or when its last refresh token expires.
 */
export type Grant = Authentication & {
  readonly accountId: AccountId
  /** 32 hex characters. Not a credential. */
  readonly id: string
  readonly clientId: string
  readonly face: Face
  /** Granted scopes, separated by spaces. */
  readonly scope: string
  /** The `claims` parameter, as JSON text that was checked; `undefined`: none. */
  readonly claims: string | undefined
  readonly nonce: string | undefined
  readonly createdAt: number
  readonly lastUsedAt: number
  readonly expiresAt: number
}

/** An authorization code, by its SHA-256 only: one use, bound to client, redirect URI and PKCE challenge. */
export type AuthorizationCode = Authentication & {
  readonly accountId: AccountId
  readonly codeHash: string
  /** The id that the grant will have. */
  readonly grantId: string
  readonly clientId: string
  readonly face: Face
  readonly redirectUri: string
  /** Whether the authorization request named it: then the token request must too (RFC 6749 section 4.1.3). */
  readonly redirectUriSent: boolean
  readonly scope: string
  /** S256; `undefined`: none was sent. */
  readonly codeChallenge: string | undefined
  readonly nonce: string | undefined
  readonly claims: string | undefined
  readonly issuedAt: number
  readonly expiresAt: number
}

/** An opaque access token, by its SHA-256 only. With `userId`, of a grant; without, of the application itself. */
export type AccessToken = {
  readonly accountId: AccountId
  readonly tokenHash: string
  readonly clientId: string
  readonly face: Face
  readonly grantId: string | undefined
  readonly userId: number | undefined
  readonly scope: string
  readonly createdAt: number
  readonly expiresAt: number
}

/** Where a refresh token is kept: beside those of its grant. */
export type RefreshTokenKey = Pick<RefreshToken, 'accountId' | 'grantId' | 'tokenHash'>

/** A refresh token, by its SHA-256 only. */
export type RefreshToken = {
  readonly accountId: AccountId
  readonly tokenHash: string
  readonly grantId: string
  readonly createdAt: number
  readonly expiresAt: number
  /** When it was exchanged for its successor. */
  readonly spentAt: number | undefined
}
