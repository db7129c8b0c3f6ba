/** What a client is given (RFC 6749 section 5.1), before it takes the shape of an endpoint. */
export type IssuedTokens = {
  readonly accessToken: string
  readonly expiresInSeconds: number
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  /** What the access token is good for; empty: nothing that has a name. */
  readonly scope: string
}

/** The answer of a token endpoint; members that are not there are left out. */
export type TokenResponse = {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly refresh_token?: string
  readonly id_token?: string
  readonly scope?: string
}

/** RFC 6749 section 5.1: `scope` is always told, so that nobody need guess what was left out. */
export function tokenResponse(issued: IssuedTokens): TokenResponse {
  const response = compatibleTokenResponse(issued)
  return issued.scope === '' ? response : { ...response, scope: issued.scope }
}

/** The answer of the sentinel token endpoint, which knows no scope (contract 2 section 2.2, part 4 row 1). */
export function compatibleTokenResponse(issued: IssuedTokens): TokenResponse {
  const { accessToken, expiresInSeconds, refreshToken, idToken } = issued
  return {
    access_token: accessToken,
    token_type: 'Bearer',
    ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    expires_in: expiresInSeconds,
  }
}
