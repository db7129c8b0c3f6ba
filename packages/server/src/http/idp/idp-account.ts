import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { FastifyRequest } from 'fastify'
import { IdpRefusal } from '#domain/consumers/idp-refusal.ts'

/** The path's account; one that cannot exist is answered like one that does not. */
export function idpAccountOf(request: FastifyRequest): AccountId {
  const { accountId = '' } = request.params as { readonly accountId?: string }
  const parsed = parseAccountId(accountId)
  if (parsed === undefined) throw new IdpRefusal('1024')
  return parsed
}
