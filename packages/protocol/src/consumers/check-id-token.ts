import type { JsonObject } from '../jose/compact-part.ts'
import type { DecryptionKey, JweHeader } from '../jose/decrypt-jwe.ts'
import { isSigned, type VerificationKey } from '../jose/verify-jws.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import {
  type FailedRule,
  fail,
  type IdTokenRule,
  idTokenRules,
  pass,
  type RuleResult,
  skip,
} from './id-token-rules.ts'
import { chooseKey, type IssuerKeys, type KeyHeader } from './issuer-keys.ts'
import { judgeIdTokenClaims } from './judge-id-token-claims.ts'
import { timeOf } from './judge-times.ts'
import { openIdToken } from './open-id-token.ts'
import type { AuthenticatedSdes } from './sdes.ts'
import { shownValue } from './shown-value.ts'

/** What a token is judged by. Keys and time are given: the judgement is the same every time. */
export type IdTokenCheck = {
  readonly token: string
  /** Or how to come by them, once it is known which key the token names: nothing of an unsigned header is trusted by that. */
  readonly keys: IssuerKeys | ((header: KeyHeader) => IssuerKeys | Promise<IssuerKeys>)
  /** Ours, to which the token may be encrypted. */
  readonly decryptionKeys: readonly DecryptionKey[]
  readonly expected: IdTokenExpectation
  readonly nowSeconds: number
}

/** Whom an accepted token names. Times in whole seconds since 1970: what is behind the point (RFC 7519 section 2) is cut off. */
export type IdTokenIdentity = {
  readonly issuer: string
  readonly subject: string
  readonly issuedAtSeconds: number
  readonly expiresAtSeconds: number
  readonly sdes: AuthenticatedSdes
  readonly claims: JsonObject
}

/**
 * What a token says, proven or not, as far as it could be read. Claims are somebody's: what may be kept or shown of them
 * is what `maskedClaims` leaves.
 */
export type IdTokenContent = {
  /** The header of the encryption, if there is one. */
  readonly encryption: JweHeader | undefined
  readonly header: JsonObject | undefined
  readonly claims: JsonObject | undefined
}

/** Every rule, in order, whether it came to it or not. */
export type IdTokenReport = {
  readonly results: readonly RuleResult[]
  /** `iat` less our time: how far the other clock is ahead, if the token is fresh. As the token says, proven or not. */
  readonly clockOffsetSeconds: number | undefined
  readonly content: IdTokenContent
} & (
  | { readonly accepted: true; readonly identity: IdTokenIdentity }
  /** `failure`: the first rule that failed. */
  | { readonly accepted: false; readonly failure: FailedRule }
)

/**
 * Judges a brand's id_token by every rule (contract 3 sections 5 and 8.3; OpenID Connect Core section 3.1.3.7; RFC
 * 8725). Whoever authenticates a consumer takes the first failure; the debugger shows all. What could not be judged,
 * because something before it failed, is `skipped`; claims are judged even without a right signature, so that one
 * look finds every fault, but an identity is given only if no rule failed.
 */
export async function checkIdToken(check: IdTokenCheck): Promise<IdTokenReport> {
  const { token: sent, decryptionKeys, expected, nowSeconds } = check
  const opened = await openIdToken(sent, decryptionKeys, expected.encryptionRequired === true)
  if (opened.claims === undefined) return report(opened.results, opened, undefined, nowSeconds)
  const { header, claims, token } = opened
  const named = { alg: header['alg'], kid: header['kid'] }
  const keys = typeof check.keys === 'function' ? await check.keys(named) : check.keys
  const choice = chooseKey(named, keys)
  const algorithm = judgeAlgorithm(header, expected)
  const judged = judgeIdTokenClaims(claims, header['alg'], expected, nowSeconds)
  const results = [
    ...opened.results,
    judgeRequiredClaims(claims),
    judgeExtensions(header),
    judgeType(header, claims),
    algorithm,
    ...choice.results,
    await judgeSignature(token, algorithm, choice.candidates),
    ...judged.results,
  ]
  const sdes = judged.sdes.ok ? judged.sdes.sdes : {}
  return report(results, opened, { claims, sdes, textTimes: expected.textTimes }, nowSeconds)
}

type Read = {
  readonly claims: JsonObject
  readonly sdes: AuthenticatedSdes
  readonly textTimes: boolean | undefined
}

function report(
  found: readonly RuleResult[],
  { encryption, header, claims }: IdTokenContent,
  read: Read | undefined,
  nowSeconds: number,
): IdTokenReport {
  const byRule = new Map(found.map((result) => [result.rule, result]))
  const results = idTokenRules.map((rule) => byRule.get(rule) ?? skip(rule, notReached))
  const issuedAt = read && timeOf(read.claims, 'iat', read.textTimes)
  const expiresAt = read && timeOf(read.claims, 'exp', read.textTimes)
  const clockOffsetSeconds = issuedAt === undefined ? undefined : Math.round(issuedAt - nowSeconds)
  const content = { encryption, header, claims }
  const failure = results.find((result) => result.verdict === 'fail')
  if (failure !== undefined)
    return { accepted: false, results, clockOffsetSeconds, content, failure }
  const { iss, sub } = read?.claims ?? {}
  // No rule failed, so each of these was judged; without them nobody is let in.
  const isJudged = neededRules.every((rule) => byRule.get(rule)?.verdict === 'pass')
  if (read === undefined || issuedAt === undefined || expiresAt === undefined || !isJudged) {
    throw new Error('a rule that every token is judged by was left out')
  }
  return {
    accepted: true,
    results,
    clockOffsetSeconds,
    content,
    identity: {
      issuer: String(iss),
      subject: String(sub),
      issuedAtSeconds: Math.floor(issuedAt),
      expiresAtSeconds: Math.floor(expiresAt),
      sdes: read.sdes,
      claims: read.claims,
    },
  }
}

const notReached = 'not judged: a rule before it failed'

/** Rules that no accepted token can be without. */
const neededRules: readonly IdTokenRule[] = [
  'size',
  'form',
  'encoding',
  'json',
  'claims',
  'crit',
  'typ',
  'alg',
  'keys',
  'kid',
  'key',
  'signature',
  'times',
  'exp',
  'iss',
  'iat',
  'sub',
]

const requiredClaims = ['iss', 'sub', 'exp', 'iat'] as const

function judgeRequiredClaims(claims: JsonObject): RuleResult {
  const missing = requiredClaims.filter((name) => (claims[name] ?? undefined) === undefined)
  if (missing.length === 0) return pass('claims', 'iss, sub, exp and iat are there')
  const advice = `Let the identity provider put ${missing.join(', ')} into the id_token.`
  return fail('claims', '1011', `missing: ${missing.join(', ')}`, { advice })
}

/** RFC 7515 section 4.1.11: what must be understood and is not, refuses the token. */
function judgeExtensions(header: JsonObject): RuleResult {
  const found = ['crit', 'b64', 'zip', 'enc'].filter((name) => Object.hasOwn(header, name))
  if (found.length > 0) {
    const message = `the header has ${found.join(', ')}, which is not offered`
    const advice = `Let the identity provider leave ${found.join(', ')} out of the header of its id_tokens.`
    return fail('crit', '9007', message, { value: found.join(', '), advice })
  }
  const ignored = ['jwk', 'jku', 'x5u', 'x5c'].filter((name) => Object.hasOwn(header, name))
  const message =
    ignored.length === 0
      ? 'no extensions'
      : `${ignored.join(', ')} in the header are not looked at: keys come from the connector alone`
  return pass('crit', message)
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** RFC 8725 section 3.11: tokens of other kinds are signed with the same key. */
function judgeType(header: JsonObject, claims: JsonObject): RuleResult {
  const { typ } = header
  const value = shownValue(typ)
  const isJwt = typeof typ === 'string' && /^(?:application\/)?jwt$/i.test(typ)
  if (typ !== undefined && !isJwt) {
    const advice = 'Send the id_token; its typ is JWT, or it has none.'
    return fail('typ', '9007', 'the token is of another kind', { value, advice })
  }
  const { events } = claims
  const isLogout =
    typeof events === 'object' && events !== null && Object.hasOwn(events, logoutEvent)
  return isLogout
    ? fail('typ', '9007', 'the token is a logout token', {
        value,
        advice:
          'Send the id_token. A logout token goes to the back-channel logout of the connector.',
      })
    : pass('typ', 'an id_token', { value })
}

/** The rule `alg`: one that the connector accepts (RFC 8725 section 3.1). */
export function judgeAlgorithm(
  { alg }: JsonObject,
  { algorithms }: IdTokenExpectation,
): RuleResult {
  const value = shownValue(alg)
  if (algorithms.some((one) => one === alg)) {
    return pass('alg', 'the connector accepts it', { value })
  }
  const advice = `The connector accepts ${algorithms.join(', ')}. Unsigned tokens and HMAC are never accepted.`
  return fail('alg', '9007', 'the connector does not accept this algorithm', { value, advice })
}

/** Signatures tried for one token that names no key. */
const mostTries = 10

async function judgeSignature(
  token: string,
  algorithm: RuleResult,
  candidates: readonly VerificationKey[],
): Promise<RuleResult> {
  if (algorithm.verdict === 'fail') return skip('signature', notReached)
  if (candidates.length === 0) return skip('signature', 'not judged: there is no key')
  for (const { key, algorithm: fixed } of candidates.slice(0, mostTries)) {
    if (await isSigned(token, key, fixed)) return pass('signature', 'right')
  }
  return fail('signature', '9007', 'the signature is not by the key of the identity provider', {
    advice:
      'The key of the connector is not the one that signed, or the token was changed. Take the key anew from the identity provider.',
  })
}
