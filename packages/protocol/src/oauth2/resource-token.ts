/**
 * What a resource server must find in the claims of an access token whose signature was checked: RFC 9068
 * section 4 for `at+jwt`, contract 2 section 3.4 for AppJWT. Pure: the time and all expectations are given.
 */

type Claims = Readonly<Record<string, unknown>>

/** What a good `at+jwt` says. `exp` is in seconds since 1970. */
export type CheckedAccessToken = {
  readonly clientId: string
  /** `undefined`: of the client itself. */
  readonly grant: { readonly id: string; readonly sub: string } | undefined
  readonly scope: string
  readonly exp: number
}

/** How far the clocks of several processes may differ, in seconds. */
const leewaySeconds = 10

/** `undefined`: not an access token for this resource of this issuer now. */
export function readAccessTokenClaims(
  claims: Claims,
  expected: { readonly issuer: string; readonly resource: string; readonly nowSeconds: number },
): CheckedAccessToken | undefined {
  const { iss, aud, sub, client_id: clientId, scope = '', jti, grant } = claims
  if (iss !== expected.issuer || aud !== expected.resource) return undefined
  if (!isText(sub) || !isText(clientId) || !isText(jti) || typeof scope !== 'string') {
    return undefined
  }
  const exp = liveUntil(claims, expected.nowSeconds)
  if (exp === undefined) return undefined
  if (grant === undefined) {
    return sub === clientId ? { clientId, grant: undefined, scope, exp } : undefined
  }
  return isText(grant) ? { clientId, grant: { id: grant, sub }, scope, exp } : undefined
}

/** What a good AppJWT says: the application in `azp`, and its scope byte for byte. */
export type CheckedAppJwt = {
  readonly clientId: string
  readonly scope: string
  readonly exp: number
}

/**
 * `undefined`: not an AppJWT for this account now. A ConsumerJWS of old has neither `exp` nor `iss`, so it is
 * none; a token with a `sub` speaks for somebody, which an AppJWT never does.
 */
export function readAppJwtClaims(
  claims: Claims,
  expected: { readonly accountId: string; readonly nowSeconds: number },
): CheckedAppJwt | undefined {
  const { iss, aud, azp, scope = '' } = claims
  if (iss !== appJwtIssuer || aud !== expected.accountId || !isText(azp)) return undefined
  if (typeof scope !== 'string' || claims['sub'] !== undefined) return undefined
  const exp = liveUntil(claims, expected.nowSeconds)
  return exp === undefined ? undefined : { clientId: azp, scope, exp }
}

/** `iss` of every AppJWT, contract part 4 row 10. */
export const appJwtIssuer = 'Sentinel'

/** `exp`, if the token is alive: it must be there, and finite (`1e400` would live forever). */
function liveUntil({ exp, nbf, iat }: Claims, nowSeconds: number): number | undefined {
  if (!isTime(exp) || exp <= nowSeconds) return undefined
  const latest = nowSeconds + leewaySeconds
  const begins = [nbf, iat].every((at) => at === undefined || (isTime(at) && at <= latest))
  return begins ? exp : undefined
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
