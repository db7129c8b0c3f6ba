import { isSigned, type VerificationKey } from '../jose/verify-jws.ts'
import { isObject } from '../json/is-object.ts'
import type { IdTokenCheck } from './check-id-token.ts'
import { subjectFault } from './consumer-id.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import type { RuleResult } from './id-token-rules.ts'
import { chooseKey } from './issuer-keys.ts'
import { judgeAudience } from './judge-audience.ts'
import { judgeTimes, timeOf } from './judge-times.ts'
import { openIdToken } from './open-id-token.ts'

/** The event that makes a token one of logout (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
export const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** Whom a brand's identity provider logged out: a subject, a session, or both. Times in whole seconds since 1970. */
export type BrandLogout = {
  readonly issuer: string
  readonly subject: string | undefined
  readonly sid: string | undefined
  readonly jti: string
  readonly issuedAtSeconds: number
  /** After this the token is refused anyway: until then its `jti` is remembered. */
  readonly goodUntilSeconds: number
}

export type LogoutTokenJudgement =
  | { readonly ok: true; readonly logout: BrandLogout }
  /** In words of ours: nothing of the token is in it. */
  | { readonly ok: false; readonly reason: string }

/** `exp` was not always asked for: a token without one is good for ten minutes. */
const withoutExpSeconds = 600
/** However late it expires. */
const oldestSeconds = 24 * 3600
const longestName = 1024
const mostTries = 10

/**
 * Judges a logout token by every rule of Back-Channel Logout 1.0 section 2.6 but the one on `jti`, which needs a memory.
 * Form, encryption, keys, audience and times are judged as those of an id_token are; here an audience must be there.
 */
export async function checkLogoutToken(check: IdTokenCheck): Promise<LogoutTokenJudgement> {
  const { expected, nowSeconds } = check
  const opened = await openIdToken(check.token, check.decryptionKeys, false)
  if (opened.claims === undefined) return refused(firstFault(opened.results) ?? 'form: not a token')
  const { header, claims, token } = opened
  const formFault = headerFault(header, expected)
  if (formFault !== undefined) return refused(formFault)
  const named = { alg: header['alg'], kid: header['kid'] }
  const keys = typeof check.keys === 'function' ? await check.keys(named) : check.keys
  const choice = chooseKey(named, keys)
  const keyFault = firstFault(choice.results)
  if (keyFault !== undefined) return refused(keyFault)
  if (!(await isSignedByOne(token, choice.candidates))) {
    return refused('signature: it is not one of the identity provider')
  }
  const fault = claimsFault(claims, expected, nowSeconds)
  return fault === undefined ? { ok: true, logout: logoutOf(claims, expected) } : refused(fault)
}

type Claims = Readonly<Record<string, unknown>>

function refused(reason: string): LogoutTokenJudgement {
  return { ok: false, reason }
}

function firstFault(results: readonly RuleResult[]): string | undefined {
  const failed = results.find(({ verdict }) => verdict === 'fail')
  return failed && `${failed.rule}: ${failed.message}`
}

/** RFC 8725 section 3.11: the type, if it is told, is that of a logout token, or the one that says nothing. */
function headerFault(header: Claims, { algorithms }: IdTokenExpectation): string | undefined {
  const { typ, alg } = header
  if (['crit', 'b64', 'zip', 'enc'].some((name) => Object.hasOwn(header, name))) {
    return 'crit: the header has an extension that is not offered'
  }
  const isType = typeof typ === 'string' && /^(?:application\/)?(?:logout\+)?jwt$/i.test(typ)
  if (typ !== undefined && !isType) return 'typ: the token is of another kind'
  return algorithms.some((algorithm) => algorithm === alg)
    ? undefined
    : 'alg: the connector does not accept the algorithm'
}

async function isSignedByOne(
  token: string,
  candidates: readonly VerificationKey[],
): Promise<boolean> {
  for (const { key, algorithm } of candidates.slice(0, mostTries)) {
    if (await isSigned(token, key, algorithm)) return true
  }
  return false
}

function claimsFault(
  claims: Claims,
  expected: IdTokenExpectation,
  nowSeconds: number,
): string | undefined {
  if (claims['iss'] !== expected.issuer) return 'iss: it is not the issuer of the connector'
  if (claims['aud'] === undefined) return 'aud: the audience is missing'
  return (
    firstFault([judgeAudience(claims['aud'], expected)]) ??
    timesFault(claims, expected, nowSeconds) ??
    eventFault(claims) ??
    namesFault(claims)
  )
}

function timesFault(
  claims: Claims,
  expected: IdTokenExpectation,
  nowSeconds: number,
): string | undefined {
  const rules = { ...expected, textTimes: false }
  const fault = firstFault(judgeTimes(claims, rules, nowSeconds))
  if (fault !== undefined) return fault
  const issuedAt = timeOf(claims, 'iat')
  if (issuedAt === undefined) return 'iat: it is missing'
  return nowSeconds > goodUntil(claims, issuedAt, expected)
    ? 'iat: the token is too old'
    : undefined
}

function goodUntil(
  claims: Claims,
  issuedAt: number,
  { toleranceSeconds }: IdTokenExpectation,
): number {
  const exp = timeOf(claims, 'exp') ?? issuedAt + withoutExpSeconds
  return Math.min(exp, issuedAt + oldestSeconds) + toleranceSeconds
}

function eventFault(claims: Claims): string | undefined {
  const { events } = claims
  const isLogout = isObject(events) && Object.hasOwn(events, logoutEvent)
  if (!isLogout || !isObject(events[logoutEvent])) return 'events: it tells of no logout'
  // So that an id_token is never taken for one, whatever else it says.
  return Object.hasOwn(claims, 'nonce') ? 'nonce: a logout token has none' : undefined
}

function namesFault({ sub, sid, jti }: Claims): string | undefined {
  if (!isName(jti)) return 'jti: it is not a text of 1 to 1024 characters'
  if (sub === undefined && sid === undefined) return 'sub: there is neither sub nor sid'
  const fault = sub === undefined ? undefined : subjectFault(sub)
  if (fault !== undefined) return `sub: it ${fault}`
  return sid === undefined || isName(sid)
    ? undefined
    : 'sid: it is not a text of 1 to 1024 characters'
}

function logoutOf(claims: Claims, expected: IdTokenExpectation): BrandLogout {
  const { sub, sid, jti } = claims
  const issuedAt = timeOf(claims, 'iat') ?? 0
  return {
    issuer: expected.issuer,
    subject: typeof sub === 'string' ? sub : undefined,
    sid: typeof sid === 'string' ? sid : undefined,
    jti: String(jti),
    issuedAtSeconds: Math.floor(issuedAt),
    goodUntilSeconds: Math.ceil(goodUntil(claims, issuedAt, expected)),
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestName
}
