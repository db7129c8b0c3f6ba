import type { FailedRule } from './id-token-rules.ts'
import { brandServerFaultStatus, type IdpErrorCode, idpErrors } from './idp-errors.ts'

/** What the consumer identity provider answers when it refuses (our decisions on IDP errors). */
export type IdpErrorBody = {
  /** A text, as clients of the reference know it. */
  readonly internalErrorCode: IdpErrorCode
  /** The rule of an id_token that failed, else the name of the code. */
  readonly error: string
  readonly error_description: string
  readonly request_id: string
}

/** The body for a code, or for the rule that a token failed. Nothing that came with the request is in it. */
export function idpErrorBody(refusal: IdpErrorCode | FailedRule, requestId: string): IdpErrorBody {
  const code = typeof refusal === 'string' ? refusal : refusal.code
  const { name, description } = idpErrors[code]
  const told =
    typeof refusal === 'string'
      ? { error: name.toLowerCase(), error_description: description }
      : {
          error: refusal.rule,
          error_description: `${description} (${refusal.rule}: ${refusal.message})`,
        }
  return { internalErrorCode: code, ...told, request_id: requestId }
}

/** The status for it. Keys that could not be had are the fault of the brand's server, not of who sent the token. */
export function idpErrorStatus(refusal: IdpErrorCode | FailedRule): number {
  if (typeof refusal === 'string') return idpErrors[refusal].status
  const { rule, code } = refusal
  return rule === 'keys' && code === '9011' ? brandServerFaultStatus : idpErrors[code].status
}
