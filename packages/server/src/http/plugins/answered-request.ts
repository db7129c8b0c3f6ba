import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { FastifyRequest, FastifySchema } from 'fastify'
import { SignedRequestRefusal } from '#domain/api-keys/signed-request-refusal.ts'
import type { Caller } from '#domain/caller.ts'
import { IdpRefusal } from '#domain/consumers/idp-refusal.ts'
import { DomainError } from '#domain/errors.ts'
import type { CredentialKind, StatisticRecorder } from '#domain/statistics/record-statistics.ts'
import { callerIfAny } from '#http/authenticate.ts'
import { consumerIfAny } from '#http/authenticate-consumer.ts'

/** What the statistics of an account need to know of a route. */
export type RouteGroup = {
  /** As statistics name it: `agent-groups` for what the reference has under "Agent groups", `pages` for hosted pages. */
  readonly api: string
  /** Whether an application says there who it is. */
  readonly ofClients: boolean
}

/** `undefined`: it is not about an account, or only a browser's question before its request. */
export function groupOf(route: {
  readonly method: string
  readonly url: string
  readonly schema: FastifySchema | undefined
}): RouteGroup | undefined {
  const { tags, security } = route.schema ?? {}
  if (route.method === 'OPTIONS' || !route.url.includes(':accountId')) return undefined
  const [tag] = tags ?? []
  if (tag === 'Operator') return undefined
  return {
    api: tag === undefined ? 'pages' : tag.toLowerCase().replaceAll(' ', '-'),
    ofClients: security?.some((credential) => 'client' in credential) === true,
  }
}

type Answered = {
  readonly request: FastifyRequest
  readonly status: number
  readonly group: RouteGroup
}

/** Whom a request is counted for. */
type Asking = {
  readonly accountId: AccountId | undefined
  readonly credential: CredentialKind
  readonly clientId?: string
}

/** Tells what became of one request of an account. `fault`: what was thrown on its way. */
export function countAnswer(
  statistics: Pick<StatisticRecorder, 'answered'>,
  answered: Answered,
  fault: unknown,
): void {
  const { accountId, credential, clientId } = askingOf(answered, fault)
  if (accountId === undefined) return
  const { status, group } = answered
  const reason = status < 400 ? undefined : reasonOf(status, fault)
  const failure = reason === undefined ? 'failed' : 'refused'
  const outcome = status < 400 ? 'served' : failure
  statistics.answered(accountId, { api: group.api, credential, clientId, outcome, reason })
}

function askingOf({ request, status, group }: Answered, fault: unknown): Asking {
  const caller = callerIfAny(request)
  if (caller !== undefined) return askingCaller(caller)
  const consumer = consumerIfAny(request)
  if (consumer !== undefined) {
    return { accountId: consumer.accountId, credential: 'consumer-token' }
  }
  if (fault instanceof SignedRequestRefusal && fault.keyId !== undefined) {
    return { accountId: fault.call.accountId, credential: 'api-key' }
  }
  const { accountId = '' } = request.params as { readonly accountId?: string }
  const credential = group.ofClients && status < 400 ? 'client' : 'none'
  return { accountId: parseAccountId(accountId), credential }
}

function askingCaller(caller: Caller): Asking {
  const { accountId } = caller
  if (caller.kind === 'api-key') return { accountId, credential: 'api-key' }
  if (caller.kind === 'application') {
    return { accountId, credential: 'application-token', clientId: caller.clientId }
  }
  if (caller.granted === undefined) return { accountId, credential: 'session' }
  return { accountId, credential: 'user-token', clientId: caller.granted.clientId }
}

/** A word of a closed list, never something that was sent. `undefined`: it is not the caller's fault. */
function reasonOf(status: number, fault: unknown): string | undefined {
  if (fault instanceof DomainError || fault instanceof OAuth2Error) return fault.code
  if (fault instanceof SignedRequestRefusal) return fault.problem.problem
  // Before the status: an account may have asked for all of these to be 500.
  if (fault instanceof IdpRefusal) return fault.rule?.rule ?? fault.code
  if (status >= 500) return undefined
  if (fault instanceof Error && 'validation' in fault) return 'validation_failed'
  return `http_${status}`
}
