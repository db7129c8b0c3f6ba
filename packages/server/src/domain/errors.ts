/** Why the domain refuses. Each protocol's mapper gives every code a status (`http/errors.ts`). */
export type DomainErrorCode =
  | 'bad_request'
  | 'validation_failed'
  | 'unauthenticated'
  | 'invalid_bearer'
  | 'invalid_credentials'
  | 'csrf_mismatch'
  | 'password_expired'
  | 'password_must_change'
  | 'account_suspended'
  | 'user_blocked'
  | 'forbidden'
  | 'not_found'
  | 'unknown_account'
  | 'unknown_service'
  | 'name_taken'
  | 'in_use'
  | 'limit_reached'
  | 'stale_revision'
  | 'too_many_requests'
  | 'media_type'
  | 'misdirected'
  | 'unavailable'

/**
 * A refusal that the client may read. `message` says what to do next; `cause` holds the reason that only
 * the log may tell.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: DomainErrorCode
  readonly details: DomainErrorDetails

  constructor(
    code: DomainErrorCode,
    message: string,
    details: DomainErrorDetails & { readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }
}

export type DomainErrorDetails = {
  /** Every fault of the input, each `path: reason`. */
  readonly fields?: readonly string[]
  /** When the caller may try again. */
  readonly retryAfterSeconds?: number
  /** Where an expired password is changed (contract, our decisions). */
  readonly changePasswordUrl?: string
  /** The scope that a token would need. */
  readonly scope?: string
}
