import type { SignatureAlgorithm } from '../jose/algorithms.ts'
import type { JsonObject } from '../jose/compact-part.ts'
import { accessTokenHash } from '../oidc/id-token.ts'
import { subjectFault } from './consumer-id.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import { fail, pass, type RuleResult, skip } from './id-token-rules.ts'
import { judgeAudience, judgeAuthorizedParty } from './judge-audience.ts'
import { judgeTimes } from './judge-times.ts'
import { readSdes, type SdesReading } from './sdes.ts'
import { maskedValue, shownValue } from './shown-value.ts'

/** The rules from `times` on, which need neither key nor signature, and what `lp_sdes` held. */
export type ClaimsJudgement = {
  readonly results: readonly RuleResult[]
  readonly sdes: SdesReading
}

/**
 * Judges the claims of an id_token (OpenID Connect Core section 3.1.3.7; contract 3 sections 5 and 8.3). Without its
 * signature this proves nothing: `checkIdToken` has both. By itself it is for trying stricter settings on a token that
 * was accepted.
 */
export function judgeIdTokenClaims(
  claims: JsonObject,
  alg: unknown,
  expected: IdTokenExpectation,
  nowSeconds: number,
): ClaimsJudgement {
  const [times, exp, iat, nbf] = judgeTimes(claims, expected, nowSeconds)
  const given = claims['lp_sdes']
  const sdes: SdesReading =
    given === undefined || given === null
      ? { ok: true, sdes: {}, dropped: [] }
      : readSdes(given, expected.unknownSdes)
  const results = [
    times,
    exp,
    judgeIssuer(claims['iss'], expected),
    judgeAudience(claims['aud'], expected),
    judgeAuthorizedParty(claims['azp'], expected),
    iat,
    nbf,
    judgeSubject(claims['sub']),
    judgeNonce(claims['nonce'], expected.nonce),
    judgeHash('at_hash', claims, alg, expected.accessToken, expected),
    judgeHash('c_hash', claims, alg, expected.code, expected),
    judgeSdes(given, sdes),
  ]
  return { results, sdes }
}

function judgeIssuer(iss: unknown, { issuer, ownIssuer }: IdTokenExpectation): RuleResult {
  const value = shownValue(iss)
  if (ownIssuer !== undefined && iss === ownIssuer) {
    return fail(
      'iss',
      '9007',
      'the issuer is this server, which is no identity provider of a brand',
      {
        value,
        advice: 'A consumer token is what authenticate answers. Send the id_token of the brand.',
      },
    )
  }
  if (iss === issuer) return pass('iss', 'the issuer of the connector', { value })
  const wanted = `The connector has ${shownValue(issuer)}.`
  return fail('iss', '9007', 'the issuer is not the one of the connector', {
    value,
    advice: `${wanted} ${hintOf(iss, issuer)}`,
  })
}

/** What differs between two issuers that look alike. */
function hintOf(iss: unknown, issuer: string): string {
  if (typeof iss !== 'string') return 'It must be one text.'
  if (iss.trim() === issuer.trim()) return 'They differ by white space.'
  if (withoutSlash(iss) === withoutSlash(issuer)) return 'They differ by the slash at the end.'
  if (iss.toLowerCase() === issuer.toLowerCase()) {
    return 'They differ by capitals, which count.'
  }
  if (withoutScheme(iss) === withoutScheme(issuer)) return 'They differ by https:// in front.'
  return 'Set the issuer of the connector to the iss of the token, if that is the brand.'
}

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text
}

function withoutScheme(text: string): string {
  return withoutSlash(text.replace(/^https?:\/\//, ''))
}

function judgeSubject(sub: unknown): RuleResult {
  const value = maskedValue(sub)
  const fault = subjectFault(sub)
  if (fault === undefined) return pass('sub', 'the consumer has a name', { value })
  const advice =
    'Send a lasting name of the consumer that nobody can guess, as text, such as a UUID.'
  return fail('sub', '9007', `the sub ${fault}`, { value, advice })
}

function judgeNonce(nonce: unknown, expected: string | undefined): RuleResult {
  if (expected === undefined) return skip('nonce', 'none was sent to the identity provider')
  if (nonce === expected) return pass('nonce', 'the nonce that was sent')
  const advice =
    nonce === undefined
      ? 'Let the identity provider put the nonce of the request into the id_token.'
      : 'The token is of another request: it may have been used before.'
  const message = nonce === undefined ? 'the nonce is missing' : 'the nonce is not the one sent'
  return fail('nonce', '9007', message, { value: maskedValue(nonce), advice })
}

/** OpenID Connect Core sections 3.1.3.8 and 3.3.2.10. */
function judgeHash(
  rule: 'at_hash' | 'c_hash',
  claims: JsonObject,
  alg: unknown,
  source: string | undefined,
  { hashesRequired = false }: IdTokenExpectation,
): RuleResult {
  const of = rule === 'at_hash' ? 'access token' : 'code'
  const hash = claims[rule]
  if (source === undefined) return skip(rule, `no ${of} came with the token`)
  if (hash === undefined && !hashesRequired) return skip(rule, 'the token has none')
  // Only EdDSA has another hash, so a foreign algorithm is judged by the usual one.
  const algorithm: SignatureAlgorithm = alg === 'EdDSA' ? 'EdDSA' : 'RS256'
  if (hash === accessTokenHash(source, algorithm)) return pass(rule, `it is of the ${of} beside it`)
  const message =
    hash === undefined ? `it is missing` : `it is not the hash of the ${of} beside the token`
  const advice = `The id_token and the ${of} are not of one answer, or the hash is made otherwise: the left half of the SHA-256, as base64url.`
  return fail(rule, '9007', message, { value: shownValue(hash), advice })
}

function judgeSdes(given: unknown, reading: SdesReading): RuleResult {
  if (given === undefined || given === null) return skip('lp_sdes', 'the token has none')
  if (reading.ok) {
    const { dropped } = reading
    return dropped.length === 0
      ? pass('lp_sdes', 'the attributes have their form')
      : pass('lp_sdes', 'the attributes have their form; unknown ones are left out', {
          value: shownValue(dropped.join(', ')),
        })
  }
  const shown = reading.faults.slice(0, 10).map(({ path, reason }) => `${path} ${reason}`)
  const more = reading.faults.length - shown.length
  const advice = more > 0 ? `${shown.join('; ')}; and ${more} more.` : `${shown.join('; ')}.`
  const message = `${reading.faults.length} values of lp_sdes have not the form that they must have`
  return fail('lp_sdes', '1026', message, { value: shownValue(reading.faults[0]?.path), advice })
}
