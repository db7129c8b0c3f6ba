import { OAuth2Error } from './errors.ts'
import type { Parameters } from './parameters.ts'
import { required } from './token-request.ts'

/** What introspection and revocation ask about (RFC 7662 section 2.1, RFC 7009 section 2.1). */
export type TokenInQuestion = {
  readonly token: string
  /** Where to look first. It is never relied on: a wrong one still finds the token. */
  readonly hint: 'access_token' | 'refresh_token' | undefined
}

/** The longest token of ours, and then some. */
const longestToken = 16 * 1024

export function readTokenInQuestion(parameters: Parameters): TokenInQuestion {
  const token = required(parameters, 'token')
  if (token.length > longestToken) {
    throw new OAuth2Error('invalid_request', 'token is longer than any of ours.')
  }
  const hint = parameters.get('token_type_hint')
  return { token, hint: hint === 'access_token' || hint === 'refresh_token' ? hint : undefined }
}
