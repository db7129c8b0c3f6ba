/** Error codes of OAuth 2.0 and OpenID Connect that Watchword answers with, each by its RFC's name. */
export type OAuth2ErrorCode =
  // RFC 6749 sections 4.1.2.1 and 5.2
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'access_denied'
  | 'server_error'
  | 'temporarily_unavailable'
  // RFC 6750 section 3.1
  | 'invalid_token'
  | 'insufficient_scope'
  // OpenID Connect Core section 3.1.2.6
  | 'login_required'
  | 'consent_required'
  | 'interaction_required'
  | 'account_selection_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'registration_not_supported'
  // RFC 7009 section 2.2.1
  | 'unsupported_token_type'

/**
 * A refusal that the client may read. `description` tells what to do, in the characters that RFC 6749 section 5.2
 * allows, and never repeats what was sent; `cause` is for the log alone.
 */
export class OAuth2Error extends Error {
  override readonly name = 'OAuth2Error'
  readonly code: OAuth2ErrorCode
  readonly description: string
  /** When the client may try again, in seconds. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: OAuth2ErrorCode,
    description: string,
    details: { readonly cause?: unknown; readonly retryAfterSeconds?: number } = {},
  ) {
    super(description, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.description = description
    this.retryAfterSeconds = details.retryAfterSeconds
  }
}
