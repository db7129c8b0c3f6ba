import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller, Origin } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Callers } from '#domain/login/callers.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

/**
 * The hook of every protected route: finds out who asks before anything of the request is read further.
 * A credential of another account gets the answer of an account that does not exist (architecture §4).
 */
export function requireCaller(ports: { readonly callers: Callers }) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const found = await ports.callers.byBearer(bearerOf(request))
    if (found === undefined) {
      throw new DomainError(
        'invalid_bearer',
        'The bearer is not known, or has expired. Log in again.',
      )
    }
    const { accountId } = request.params as { readonly accountId?: string }
    if (accountId !== undefined && accountId !== found.accountId) throw notThere()
    callers.set(request, found)
  }
}

/** Who asks, on a route behind `requireCaller`. */
export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request)
  if (caller === undefined) throw new Error('The route has no authentication hook.')
  return caller
}

/** The path's account; one that cannot exist is answered like one that does not. */
export function accountOf(request: FastifyRequest): AccountId {
  const { accountId = '' } = request.params as { readonly accountId?: string }
  const parsed = parseAccountId(accountId)
  if (parsed === undefined) throw notThere()
  return parsed
}

/** Where the request came from, for the audit trail. */
export function originOf(request: FastifyRequest): Origin {
  return {
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 256),
    requestId: request.id,
  }
}

function bearerOf(request: FastifyRequest): string {
  const header = request.headers.authorization
  if (header === undefined) {
    throw new DomainError('unauthenticated', 'This needs a credential: "Authorization: Bearer …".')
  }
  const token = /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(header)?.[1]
  if (token === undefined) {
    throw new DomainError('invalid_bearer', 'The Authorization header is not "Bearer <token>".')
  }
  return token
}

function notThere(): DomainError {
  return new DomainError('not_found', 'There is no such account, or it is not yours.')
}
