/** What is told of a live token (RFC 7662 section 2.2). Times are milliseconds since 1970. */
export type ActiveToken = {
  readonly kind: 'access_token' | 'refresh_token'
  readonly issuer: string
  readonly clientId: string
  readonly scope: string
  /** The user's id, or the client's own for a token that is of no user. */
  readonly subject: string
  readonly username: string | undefined
  readonly audience: string | undefined
  readonly jti: string | undefined
  readonly issuedAt: number
  readonly expiresAt: number
}

export type IntrospectionResponse =
  | { readonly active: false }
  | {
      readonly active: true
      readonly iss: string
      readonly client_id: string
      readonly sub: string
      readonly iat: number
      readonly exp: number
      readonly scope?: string
      readonly username?: string
      readonly token_type?: 'Bearer'
      readonly aud?: string
      readonly jti?: string
    }

/** Of a token that is not alive, or not for the one who asks, nothing else is told (RFC 7662 section 2.2). */
export const inactive: IntrospectionResponse = Object.freeze({ active: false })

export function introspectionResponse(token: ActiveToken): IntrospectionResponse {
  return {
    active: true,
    iss: token.issuer,
    client_id: token.clientId,
    sub: token.subject,
    iat: Math.floor(token.issuedAt / 1000),
    exp: Math.floor(token.expiresAt / 1000),
    ...(token.scope === '' ? {} : { scope: token.scope }),
    ...(token.username === undefined ? {} : { username: token.username }),
    // Of access tokens alone: a refresh token is of no type in the sense of RFC 6749 section 7.1.
    ...(token.kind === 'access_token' ? { token_type: 'Bearer' } : {}),
    ...(token.audience === undefined ? {} : { aud: token.audience }),
    ...(token.jti === undefined ? {} : { jti: token.jti }),
  }
}
