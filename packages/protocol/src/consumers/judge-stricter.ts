import { type IdTokenReport, judgeAlgorithm } from './check-id-token.ts'
import type { IdTokenExpectation } from './id-token-expectation.ts'
import type { FailedRule, RuleResult } from './id-token-rules.ts'
import { judgeIdTokenClaims } from './judge-id-token-claims.ts'
import { notEncrypted } from './open-id-token.ts'

/**
 * The rules by which a token would have been refused, had these settings been in force: so that a stricter rule can be
 * tried on those who come in before it shuts anybody out. Form, keys and signature were judged already.
 */
export function refusalsBy(
  { content }: IdTokenReport,
  stricter: IdTokenExpectation,
  nowSeconds: number,
): readonly FailedRule[] {
  const { encryption, header, claims } = content
  if (header === undefined || claims === undefined) return []
  const results: readonly RuleResult[] = [
    ...(stricter.encryptionRequired === true && encryption === undefined ? [notEncrypted] : []),
    judgeAlgorithm(header, stricter),
    ...judgeIdTokenClaims(claims, header['alg'], stricter, nowSeconds).results,
  ]
  return results.filter((result) => result.verdict === 'fail')
}
