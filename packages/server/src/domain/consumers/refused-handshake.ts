import type { IdTokenReport } from '@watchword/protocol/consumers/check-id-token.ts'
import type { IdTokenRule, RuleResult } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { IdpErrorCode } from '@watchword/protocol/consumers/idp-errors.ts'
import {
  type MaskedValue,
  maskedClaims,
  maskedHeader,
} from '@watchword/protocol/consumers/masked-claims.ts'

/** What a consumer came with: an id_token of the brand, a code for one, or an anonymous token of ours. */
export type HandshakeFlow = 'id_token' | 'code' | 'anonymous'

/** A consumer who was not let in, as whoever refused tells it. */
export type HandshakeRefusal = {
  /** `undefined`: there is no such connector. */
  readonly connectorId: number | undefined
  readonly flow: HandshakeFlow
  readonly code: IdpErrorCode
  readonly requestId: string
  /** Of the id_token, if it came to that. Nothing personal of it is kept. */
  readonly report?: IdTokenReport | undefined
  /** Where no rule says it: what was wrong, in words of ours or as a short code, and what to do. */
  readonly reason?: string | undefined
  readonly advice?: string | undefined
}

type Masked = { readonly [name: string]: MaskedValue }

/**
 * A refused handshake as it is kept for the debugger: a day, the newest 200 of an account. The token itself is not kept,
 * nor its signature, a code or a secret; of what is personal, the masked value alone.
 */
export type RefusedHandshake = {
  readonly id: string
  readonly at: number
  readonly connectorId: number | undefined
  readonly flow: HandshakeFlow
  readonly code: IdpErrorCode
  /** The rule of the id_token that failed. */
  readonly rule: IdTokenRule | undefined
  readonly reason: string | undefined
  readonly advice: string | undefined
  readonly requestId: string
  /** Every rule, if a token was judged. */
  readonly results: readonly RuleResult[]
  readonly clockOffsetSeconds: number | undefined
  readonly headers: {
    readonly encryption: Masked | undefined
    readonly signature: Masked | undefined
  }
  readonly claims: Masked | undefined
  /** Whether the identity provider signed it. Anybody may cause the others. */
  readonly proven: boolean
}

/** Characters of one advice: some repeat names that are in the token. */
const longestAdvice = 1000
/** Characters of the claims, masked. Beyond, they are left out. */
const longestClaims = 6000

/** What is kept of a refusal. */
export function describeHandshake(
  refusal: HandshakeRefusal,
  { id, at }: { readonly id: string; readonly at: number },
): RefusedHandshake {
  const { connectorId, flow, code, requestId, report, reason, advice } = refusal
  const { encryption, header, claims } = report?.content ?? {}
  const failure = report === undefined || report.accepted ? undefined : report.failure
  const results = report?.results ?? []
  return {
    ...{ id, at, connectorId, flow, code, requestId },
    rule: failure?.rule,
    reason: reason ?? failure?.message,
    advice: shortened(advice ?? failure?.advice),
    results: results.map(withShortAdvice),
    clockOffsetSeconds: report?.clockOffsetSeconds,
    headers: {
      encryption: encryption && maskedHeader(encryption),
      signature: header && maskedHeader(header),
    },
    claims: claims && bounded(maskedClaims(claims)),
    proven: isProven(refusal),
  }
}

/** Whether the signature was right: only the identity provider causes such a refusal. */
export function isProven({ report }: HandshakeRefusal): boolean {
  return report?.results.some(isRightSignature) === true
}

function isRightSignature({ rule, verdict }: RuleResult): boolean {
  return rule === 'signature' && verdict === 'pass'
}

/** What it is counted as: the rule, else the code. */
export function nameOfRefusal({ report, code }: HandshakeRefusal): string {
  return report === undefined || report.accepted ? code : report.failure.rule
}

function withShortAdvice(result: RuleResult): RuleResult {
  const advice = shortened(result.advice)
  return advice === undefined ? result : { ...result, advice }
}

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > longestAdvice
    ? `${text.slice(0, longestAdvice).toWellFormed()}…`
    : text
}

function bounded(claims: Masked): Masked | undefined {
  return JSON.stringify(claims).length > longestClaims ? undefined : claims
}
