import type { FastifyRequest } from 'fastify'
import { actorOf } from '#domain/caller.ts'
import { accountOf } from '#http/account-of.ts'
import { callerOf, originOf } from '#http/authenticate.ts'

/** Who asks something of consumers, as the domain and the audit trail know them. */
export function askOf(request: FastifyRequest) {
  const caller = callerOf(request)
  const origin = originOf(request)
  const actor = actorOf(caller, origin)
  return { caller, accountId: accountOf(request), actor, requestId: origin.requestId }
}
