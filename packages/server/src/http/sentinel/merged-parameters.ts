import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { Parameters } from '@watchword/protocol/oauth2/parameters.ts'
import type { FastifyRequest } from 'fastify'
import { formOf, queryOf } from '#http/form-body.ts'

/**
 * The parameters of a sentinel request: known clients put them into the query, the form or both, and the form wins
 * (contract 2 section 3.1, part 4 row 3). An empty body is good under any type that is read; one that is not a form
 * holds nothing we would look for. `v` tells which documented version a client means, and all are answered alike;
 * one that is no number is a mistake (contract, our decisions).
 */
export function mergedParameters(request: FastifyRequest): Parameters {
  if (request.body !== undefined) {
    throw new OAuth2Error(
      'invalid_request',
      'The parameters are sent as application/x-www-form-urlencoded, or in the query.',
    )
  }
  const merged = new Map([...queryOf(request), ...formOf(request)])
  requireVersion(merged)
  return merged
}

/** Refuses a `v` that is no number (contract, our decisions). */
export function requireVersion(parameters: Parameters): void {
  const version = parameters.get('v')
  if (version === undefined || /^\d{1,4}(?:\.\d{1,4})?$/.test(version)) return
  throw new OAuth2Error('invalid_request', 'v is a number, such as 1.0.')
}
