import type { IdpErrorCode } from './idp-errors.ts'

/** Ten minutes (contract 3 section 8.4). */
export const anonymousTokenLifetimeSeconds = 600

/** An anonymous identity can be renewed for 730 hours from when it was made. */
export const anonymousRefreshSeconds = 730 * 3600

/** `typ` of an anonymous token: no other kind of ours, and no brand's id_token, has it. */
export const anonymousTokenType = 'anonymous+jwt'

/** Claims of an anonymous external token, in this order. Times in seconds since 1970. */
export type AnonymousTokenClaims = {
  readonly iss: string
  /** `acc:` and the account. */
  readonly aud: string
  /** The lasting random identity, a UUID. */
  readonly sub: string
  /** Nobody vouches for it. */
  readonly acr: '0'
  readonly iat: number
  readonly exp: number
  /** No renewal after this time; it stays the same through all renewals. */
  readonly refresh_exp: number
  readonly jti: string
}

/** The issuer of an account's anonymous consumers: our host and the account. */
export function anonymousIssuer(origin: string, accountId: string): string {
  return `${origin}/${accountId}`
}

/**
 * Claims of a new anonymous token, or, with `refreshExpSeconds` and `subject` of the previous one, of its successor.
 * It never outlives the time in which it can be renewed.
 */
export function anonymousTokenClaims(of: {
  readonly issuer: string
  readonly accountId: string
  readonly subject: string
  readonly jti: string
  readonly nowSeconds: number
  readonly refreshExpSeconds?: number
}): AnonymousTokenClaims {
  const refreshExp = of.refreshExpSeconds ?? of.nowSeconds + anonymousRefreshSeconds
  return {
    iss: of.issuer,
    aud: `acc:${of.accountId}`,
    sub: of.subject,
    acr: '0',
    iat: of.nowSeconds,
    exp: Math.min(of.nowSeconds + anonymousTokenLifetimeSeconds, refreshExp),
    refresh_exp: refreshExp,
    jti: of.jti,
  }
}

export type AnonymousJudgement =
  | { readonly ok: true; readonly claims: AnonymousTokenClaims }
  | { readonly ok: false; readonly code: IdpErrorCode }

/**
 * Judges the claims of an anonymous token whose signature was right. To be shown (`use`) it must not have expired; to
 * be renewed (`refresh`) it may have, until `refresh_exp`. No tolerance: the clock is ours.
 *
 * Codes: 2004 another account's, 2002 not of our making, 1012 expired, 2001 too old to be renewed.
 */
export function judgeAnonymousToken(
  claims: Readonly<Record<string, unknown>>,
  expected: {
    readonly issuer: string
    readonly accountId: string
    readonly nowSeconds: number
    readonly purpose: 'use' | 'refresh'
  },
): AnonymousJudgement {
  const { iss, aud, sub, acr, iat, exp, refresh_exp: refreshExp, jti } = claims
  if (typeof aud !== 'string' || typeof iss !== 'string') return { ok: false, code: '2002' }
  if (aud !== `acc:${expected.accountId}`) return { ok: false, code: '2004' }
  if (iss !== expected.issuer) return { ok: false, code: '2002' }
  if (typeof sub !== 'string' || !uuid.test(sub) || acr !== '0') return { ok: false, code: '2002' }
  if (typeof jti !== 'string' || jti === '') return { ok: false, code: '2002' }
  if (!isTime(iat) || !isTime(exp) || !isTime(refreshExp)) return { ok: false, code: '2002' }
  if (refreshExp <= expected.nowSeconds) return { ok: false, code: '2001' }
  if (expected.purpose === 'use' && exp <= expected.nowSeconds) return { ok: false, code: '1012' }
  return { ok: true, claims: { iss, aud, sub, acr, iat, exp, refresh_exp: refreshExp, jti } }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}
