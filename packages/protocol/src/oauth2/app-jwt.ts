/** Claims of an AppJWT, in this order (contract 2 section 3.4). Times in seconds since 1970. */
export type AppJwtClaims = {
  /** The account, as one string: verifiers find out the account by it. */
  readonly aud: string
  /** The installation id. */
  readonly azp: string
  /** As installed, byte for byte: some verifiers compare the whole. */
  readonly scope: string
  readonly iss: 'Sentinel'
  readonly exp: number
  readonly iat: number
}

/** One hour: a client that refreshes 30 minutes before the end must find more than that ahead (part 4 row 12). */
export const appJwtLifetimeSeconds = 3600

/** `typ` of an AppJWT. */
export const appJwtType = 'JWT'

/** No `sub`, `jti`, `client_id` or `nbf`: real verifiers know none of them. */
export function appJwtClaims(of: {
  readonly accountId: string
  readonly clientId: string
  readonly scope: string
  readonly nowSeconds: number
}): AppJwtClaims {
  return {
    aud: of.accountId,
    azp: of.clientId,
    scope: of.scope,
    iss: 'Sentinel',
    exp: of.nowSeconds + appJwtLifetimeSeconds,
    iat: of.nowSeconds,
  }
}
