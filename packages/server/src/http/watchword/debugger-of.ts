import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { FastifyRequest } from 'fastify'
import { requireConnectorRights } from '#domain/connectors/connector-rights.ts'
import { userOf } from '#http/authenticate.ts'

/** The account of a caller who may look into how consumers come in. */
export function debuggerOf(request: FastifyRequest): AccountId {
  const caller = userOf(request)
  requireConnectorRights(caller)
  return caller.accountId
}
