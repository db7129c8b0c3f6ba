import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { FastifyRequest } from 'fastify'
import { DomainError } from '#domain/errors.ts'

/** The path's account; one that cannot exist is answered like one that does not. */
export function accountOf(request: FastifyRequest): AccountId {
  const { accountId = '' } = request.params as { readonly accountId?: string }
  const parsed = parseAccountId(accountId)
  if (parsed === undefined) throw notThere()
  return parsed
}

/** The answer to an account that does not exist, or is not the caller's: one and the same. */
export function notThere(): DomainError {
  return new DomainError('not_found', 'There is no such account, or it is not yours.')
}
