import type { Parameter } from './form-parameters.ts'
import { percentEncode } from './percent-encode.ts'

/** Names of the OAuth Problem Reporting extension that we answer with (contract 1 §0.1 (4)). */
export type OAuth1ProblemName =
  | 'version_rejected'
  | 'parameter_absent'
  | 'parameter_rejected'
  | 'timestamp_refused'
  | 'nonce_used'
  | 'signature_method_rejected'
  | 'signature_invalid'
  | 'consumer_key_unknown'
  | 'consumer_key_rejected'
  | 'token_rejected'
  | 'permission_denied'

/** Why a signed request was refused, and what the caller can do about it. */
export type OAuth1Problem = {
  readonly problem: OAuth1ProblemName
  readonly advice: string
  /** Further members of the report, such as `oauth_acceptable_timestamps`. */
  readonly details?: readonly Parameter[]
}

/** The report as form-encoded text, the body the reference's clients read. */
export function formatProblem({ problem, advice, details = [] }: OAuth1Problem): string {
  const pairs: readonly Parameter[] = [
    ['oauth_problem', problem],
    ['oauth_problem_advice', advice],
    ...details,
  ]
  return pairs.map(([name, value]) => `${name}=${percentEncode(value)}`).join('&')
}
