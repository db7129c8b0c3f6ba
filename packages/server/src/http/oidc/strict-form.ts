import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import type { FastifyRequest } from 'fastify'
import { formOf, queryOf, rawFormOf } from '#http/form-body.ts'

/** What must never stand in a URL: it would be in histories, logs and Referer headers (RFC 6749 section 2.3.1). */
const secretParameters = [
  ...['client_secret', 'client_assertion', 'code', 'code_verifier'],
  ...['refresh_token', 'token', 'access_token', 'password'],
]

/** The parameters of a request to the standard issuer: of a form body alone (RFC 6749 section 3.2). */
export function strictForm(request: FastifyRequest): Parameters {
  const query = queryOf(request)
  if (secretParameters.some((name) => query.has(name))) {
    throw new OAuth2Error('invalid_request', 'Parameters are sent in the body, never in the URL.')
  }
  if (rawFormOf(request) === undefined) {
    throw new OAuth2Error(
      'invalid_request',
      'The parameters are sent in the body, as application/x-www-form-urlencoded.',
    )
  }
  return formOf(request)
}
