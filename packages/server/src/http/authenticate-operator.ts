import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '#domain/errors.ts'
import type { Operator } from '#domain/operators/operator.ts'
import { findOperatorToken } from '#domain/operators/operator-tokens.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { originOf } from './authenticate.ts'

const operators = new WeakMap<FastifyRequest, Operator>()

/**
 * The hook of the operator's routes: an operator token, and no other credential. It is read from the
 * database at each call, so a revoked one is refused at once.
 */
export function requireOperator(ports: {
  readonly storage: Pick<Storage, 'read'>
  readonly clock: Clock
}) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const header = request.headers.authorization
    if (header === undefined) {
      throw new DomainError(
        'unauthenticated',
        'This needs an operator token: "Authorization: Bearer wwop_…".',
      )
    }
    const value = /^bearer +(\S+) *$/i.exec(header)?.[1] ?? ''
    const token = await findOperatorToken(ports, value)
    if (token === undefined) {
      throw new DomainError(
        'invalid_bearer',
        'The operator token is not known, or has expired. "watchword operator-token" makes another.',
      )
    }
    const { id: tokenId, label } = token
    operators.set(request, { by: 'token', tokenId, label, origin: originOf(request) })
  }
}

/** Which operator asks, on a route behind `requireOperator`. */
export function operatorOf(request: FastifyRequest): Operator {
  const operator = operators.get(request)
  if (operator === undefined) throw new Error('The route has no authentication hook.')
  return operator
}
