import type { IdTokenReport } from '@watchword/protocol/consumers/check-id-token.ts'
import type { FailedRule } from '@watchword/protocol/consumers/id-token-rules.ts'
import { idpErrorStatus } from '@watchword/protocol/consumers/idp-error-body.ts'
import { type IdpErrorCode, idpErrors } from '@watchword/protocol/consumers/idp-errors.ts'

/** What an administrator is told beside the code, in the debugger alone. */
export type RefusalDetail = {
  /** Of the id_token, if it came to that. */
  readonly report?: IdTokenReport
  /** Where no rule says it: what was wrong, in words of ours or as a short code, and what to do. */
  readonly reason?: string
  readonly advice?: string
}

/**
 * Why a consumer is not let in (contract 3 section 8.7). What is told beside the code is the rule that a token failed,
 * in words that hold nothing of the token.
 */
export class IdpRefusal extends Error {
  override readonly name = 'IdpRefusal'
  readonly code: IdpErrorCode
  readonly rule: FailedRule | undefined
  readonly status: number
  readonly detail: RefusalDetail
  /** Members beside those of every refusal. */
  readonly extra: Readonly<Record<string, unknown>> | undefined

  constructor(
    refusal: IdpErrorCode | FailedRule,
    options: RefusalDetail & {
      /** Where it differs from that of the code. */
      readonly status?: number
      /** Instead of the words of the code. */
      readonly description?: string
      readonly extra?: Readonly<Record<string, unknown>>
    } = {},
  ) {
    const code = typeof refusal === 'string' ? refusal : refusal.code
    super(options.description ?? idpErrors[code].description)
    this.code = code
    this.rule = typeof refusal === 'string' ? undefined : refusal
    this.status = options.status ?? idpErrorStatus(refusal)
    this.detail = options
    this.extra = options.extra
  }
}
