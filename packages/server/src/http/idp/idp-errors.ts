import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { type IdpErrorBody, idpErrorBody } from '@watchword/protocol/consumers/idp-error-body.ts'
import {
  type IdpErrorCode,
  idpErrors,
  legacyStatus,
} from '@watchword/protocol/consumers/idp-errors.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { IdpRefusal } from '#domain/consumers/idp-refusal.ts'
import { DomainError } from '#domain/errors.ts'
import { isDatabaseAway, statusOf } from '#http/errors.ts'

type Refusal = { readonly status: number; readonly body: IdpErrorBody }

/**
 * The one mapper from whatever was thrown in this area to its answer (our decisions on IDP errors). An account may ask
 * for the reference's own status, which is 500 for every refusal.
 */
export function answerIdpErrors(
  app: FastifyInstance,
  { accounts }: { readonly accounts: KnownAccounts },
): void {
  app.setErrorHandler(async (fault, request, reply) => {
    const { status, body } = refusalOf(fault, request.id)
    const requestId = request.id
    if (status >= 500 && !(fault instanceof IdpRefusal)) {
      request.log.error({ err: fault, requestId }, 'request failed')
    } else request.log.debug({ err: fault, requestId, status }, 'request refused')
    if (fault instanceof DomainError && fault.details.retryAfterSeconds !== undefined) {
      reply.header('retry-after', fault.details.retryAfterSeconds)
    }
    const isLegacy = fault instanceof IdpRefusal && (await asksForLegacy(accounts, request))
    return send(reply, isLegacy ? legacyStatus : status, body)
  })
}

function send(reply: FastifyReply, status: number, body: object): FastifyReply {
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((text: string) => text)
    .send(JSON.stringify(body))
}

function refusalOf(fault: unknown, requestId: string): Refusal {
  if (fault instanceof IdpRefusal) {
    const body =
      fault.rule === undefined
        ? told(fault.code, fault.message, requestId)
        : idpErrorBody(fault.rule, requestId)
    return { status: fault.status, body: { ...body, ...fault.extra } }
  }
  if (fault instanceof DomainError) {
    const { status, body } = inputFault(statusOf[fault.code], fault.message, requestId)
    const isInput = status === 400
    return { status, body: isInput ? body : { ...body, error: fault.code } }
  }
  if (isDatabaseAway(fault)) {
    const body = told('9001', 'The database does not answer. Try again.', requestId)
    return { status: 503, body }
  }
  const status = transportStatusOf(fault)
  if (status === undefined) return { status: 500, body: idpErrorBody('9001', requestId) }
  return inputFault(status, transportWords.get(status) ?? 'The request was not read.', requestId)
}

function inputFault(status: number, message: string, requestId: string): Refusal {
  return { status, body: told('9012', message, requestId) }
}

function told(code: IdpErrorCode, description: string, requestId: string): IdpErrorBody {
  const error = idpErrors[code].name.toLowerCase()
  return { internalErrorCode: code, error, error_description: description, request_id: requestId }
}

const transportWords: ReadonlyMap<number, string> = new Map([
  [413, 'The body is too large: a token has at most 16384 characters.'],
  [415, 'This takes JSON: send Content-Type: application/json.'],
])

/** The status of a fault that the framework found in the request; `undefined`: the fault is ours. */
function transportStatusOf(fault: unknown): number | undefined {
  if (!(fault instanceof Error) || !('statusCode' in fault)) return undefined
  const { statusCode } = fault
  return typeof statusCode === 'number' && statusCode < 500 ? statusCode : undefined
}

async function asksForLegacy(accounts: KnownAccounts, request: FastifyRequest): Promise<boolean> {
  const { accountId = '' } = request.params as { readonly accountId?: string }
  const parsed = parseAccountId(accountId)
  const account = parsed && (await accounts.active(parsed))
  return account !== undefined && resolveSettings(account.settings).consumers.legacyErrors
}
