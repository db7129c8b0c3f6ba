/** `typ` of a JWT access token (RFC 9068 section 2.1). */
export const accessTokenType = 'at+jwt'

/** Claims of a JWT access token (RFC 9068 section 2.2). Times in seconds since 1970. */
export type AccessTokenClaims = {
  readonly iss: string
  /** The resource: the account's APIs. */
  readonly aud: string
  /** The user's id, or the client's own when no user is concerned. */
  readonly sub: string
  readonly client_id: string
  readonly iat: number
  readonly exp: number
  readonly jti: string
  readonly scope?: string
  /** Ours: the grant that it follows from, so that the end of the grant is the end of the token. */
  readonly grant?: string
  readonly auth_time?: number
  readonly acr?: string
  readonly amr?: readonly string[]
}

export function accessTokenClaims(of: {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly clientId: string
  readonly scope: string
  readonly jti: string
  readonly nowSeconds: number
  readonly lifetimeSeconds: number
  /** Of a token that follows from a grant; times in seconds. */
  readonly grant?: {
    readonly id: string
    readonly authTimeSeconds: number
    readonly acr: string | undefined
    readonly amr: readonly string[]
  }
}): AccessTokenClaims {
  const { grant } = of
  return {
    iss: of.issuer,
    aud: of.audience,
    sub: of.subject,
    client_id: of.clientId,
    iat: of.nowSeconds,
    exp: of.nowSeconds + of.lifetimeSeconds,
    jti: of.jti,
    ...(of.scope === '' ? {} : { scope: of.scope }),
    ...(grant === undefined ? {} : { grant: grant.id, auth_time: grant.authTimeSeconds }),
    ...(grant?.acr === undefined ? {} : { acr: grant.acr }),
    ...(grant === undefined || grant.amr.length === 0 ? {} : { amr: grant.amr }),
  }
}
