import type { IdpErrorCode } from './idp-errors.ts'

/**
 * The rules that an id_token of a brand is judged by, in the order in which they are: the first that fails is the
 * answer (contract 3 section 8.3; OpenID Connect Core section 3.1.3.7; RFC 8725).
 */
export const idTokenRules = [
  /** At most 16 KiB. */
  'size',
  /** The compact form: three parts, or five if it is encrypted. */
  'form',
  /** Base64url without padding, white space or stray bits. */
  'encoding',
  /** Encrypted to a key of ours, by an algorithm that is offered. */
  'jwe',
  /** What was encrypted is a signed token. */
  'nested',
  /** Header and claims are JSON that two readers cannot read in two ways. */
  'json',
  /** The claims are an object and hold `iss`, `sub`, `exp` and `iat`. */
  'claims',
  /** No extension that has to be understood. */
  'crit',
  /** An id_token, and no token of another kind. */
  'typ',
  /** An algorithm that the connector accepts. */
  'alg',
  /** The keys of the identity provider are at hand. */
  'keys',
  /** The `kid` picks one of them. */
  'kid',
  /** That key is good, and for this algorithm. */
  'key',
  'signature',
  /** Times are numbers of seconds. */
  'times',
  'exp',
  'iss',
  'aud',
  'azp',
  'iat',
  'nbf',
  'sub',
  'nonce',
  'at_hash',
  'c_hash',
  'lp_sdes',
] as const

export type IdTokenRule = (typeof idTokenRules)[number]

/** What came of one rule. */
export type RuleResult = FailedRule | (RuleFinding & { readonly verdict: 'pass' | 'skipped' })

export type FailedRule = RuleFinding & {
  readonly verdict: 'fail'
  /** What is answered to who sent the token. */
  readonly code: IdpErrorCode
  /** No rule fails without it. */
  readonly advice: string
}

type RuleFinding = {
  readonly rule: IdTokenRule
  /** What was found, in words of ours: nothing of the token is in it, so that anybody may read it. */
  readonly message: string
  /** What the token says, for an administrator: short, and masked where it is personal. */
  readonly value?: string
  /** For an administrator: what to change, and where. */
  readonly advice?: string
}

/** What an administrator is told beside the message. */
export type RuleDetail = {
  readonly value?: string | undefined
  readonly advice?: string | undefined
}

export function pass(rule: IdTokenRule, message: string, detail: RuleDetail = {}): RuleResult {
  return { rule, verdict: 'pass', message, ...given(detail) }
}

export function skip(rule: IdTokenRule, message: string, detail: RuleDetail = {}): RuleResult {
  return { rule, verdict: 'skipped', message, ...given(detail) }
}

export function fail(
  rule: IdTokenRule,
  code: IdpErrorCode,
  message: string,
  { value, advice }: RuleDetail & { readonly advice: string },
): FailedRule {
  return { rule, verdict: 'fail', message, code, advice, ...given({ value }) }
}

function given({ value, advice }: RuleDetail): {
  readonly value?: string
  readonly advice?: string
} {
  return { ...(value !== undefined && { value }), ...(advice !== undefined && { advice }) }
}
