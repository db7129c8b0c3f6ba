import { OAuth2Error, type OAuth2ErrorCode } from '@watchword/protocol/oauth2/errors.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DomainError, type DomainErrorCode } from '#domain/errors.ts'
import { isDatabaseAway } from './errors.ts'

/** Status of each refusal (RFC 6749 section 5.2 and family). A new code does not compile until it has one. */
export const oauth2StatusOf = {
  invalid_request: 400,
  invalid_client: 401,
  invalid_grant: 400,
  unauthorized_client: 400,
  unsupported_grant_type: 400,
  unsupported_response_type: 400,
  invalid_scope: 400,
  access_denied: 403,
  server_error: 500,
  temporarily_unavailable: 503,
  invalid_token: 401,
  insufficient_scope: 403,
  login_required: 400,
  consent_required: 400,
  interaction_required: 400,
  account_selection_required: 400,
  request_not_supported: 400,
  request_uri_not_supported: 400,
  registration_not_supported: 400,
  unsupported_token_type: 400,
} as const satisfies Record<OAuth2ErrorCode, number>

/** What a refusal of the domain is called in OAuth's words. */
const codeOf = {
  bad_request: 'invalid_request',
  validation_failed: 'invalid_request',
  unauthenticated: 'invalid_token',
  invalid_bearer: 'invalid_token',
  invalid_credentials: 'invalid_client',
  csrf_mismatch: 'access_denied',
  password_expired: 'access_denied',
  password_must_change: 'access_denied',
  account_suspended: 'access_denied',
  user_blocked: 'access_denied',
  forbidden: 'access_denied',
  not_found: 'invalid_request',
  unknown_account: 'invalid_client',
  unknown_service: 'invalid_request',
  name_taken: 'invalid_request',
  in_use: 'invalid_request',
  limit_reached: 'invalid_request',
  stale_revision: 'invalid_request',
  too_many_requests: 'temporarily_unavailable',
  media_type: 'invalid_request',
  misdirected: 'invalid_request',
  unavailable: 'temporarily_unavailable',
} as const satisfies Record<DomainErrorCode, OAuth2ErrorCode>

/** What is told of a fault: `error` and `error_description` of the body, and the status. */
export type OAuth2Refusal = {
  readonly error: OAuth2ErrorCode
  readonly description: string
  readonly status: number
  readonly retryAfterSeconds?: number | undefined
}

/**
 * The one mapper from whatever was thrown on an OAuth endpoint to its answer: JSON as RFC 6749 section 5.2 has it,
 * never cached, with `WWW-Authenticate` where Basic was tried. `invalidClientStatus`: the sentinel token endpoint
 * documents 400 for all refusals (contract 2 section 2.2).
 */
export function createOAuth2ErrorHandler({
  invalidClientStatus = oauth2StatusOf.invalid_client,
}: {
  readonly invalidClientStatus?: 400 | 401
} = {}) {
  return (fault: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = oauth2RefusalOf(fault)
    const status = refusal.error === 'invalid_client' ? invalidClientStatus : refusal.status
    const requestId = request.id
    if (status >= 500) request.log.error({ err: fault, requestId }, 'request failed')
    else request.log.debug({ err: fault, requestId, status }, 'request refused')
    return sendOAuth2Refusal(request, reply, { ...refusal, status })
  }
}

/** What a fault is called, in the words of OAuth. A stranger's input is never repeated. */
export function oauth2RefusalOf(fault: unknown): OAuth2Refusal {
  if (fault instanceof OAuth2Error) {
    const { code, retryAfterSeconds } = fault
    const status = retryAfterSeconds === undefined ? oauth2StatusOf[code] : tooManyRequests
    return { error: code, description: descriptionOf(fault.description), status, retryAfterSeconds }
  }
  if (fault instanceof DomainError) return refusalOfDomain(fault)
  const status = statusOfTransport(fault)
  if (status === 413) {
    return { error: 'invalid_request', description: 'The body is too large.', status }
  }
  if (status === 415) {
    const description = 'The parameters are sent as application/x-www-form-urlencoded.'
    return { error: 'invalid_request', description, status: 400 }
  }
  if (status !== undefined) {
    return { error: 'invalid_request', description: 'The request was not understood.', status: 400 }
  }
  if (isDatabaseAway(fault)) {
    const description = 'The database does not answer. Try again.'
    return { error: 'temporarily_unavailable', description, status: 503 }
  }
  const description = 'Something went wrong here. X-Request-ID tells the operator which request.'
  return { error: 'server_error', description, status: 500 }
}

const tooManyRequests = 429

function refusalOfDomain(fault: DomainError): OAuth2Refusal {
  const error = codeOf[fault.code]
  const { retryAfterSeconds } = fault.details
  const byCode = fault.code === 'not_found' ? 404 : oauth2StatusOf[error]
  const status = fault.code === 'too_many_requests' ? tooManyRequests : byCode
  return { error, description: descriptionOf(fault.message), status, retryAfterSeconds }
}

/** Writes a refusal. */
export function sendOAuth2Refusal(
  request: FastifyRequest,
  reply: FastifyReply,
  { error, description, status, retryAfterSeconds }: OAuth2Refusal,
): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  if (error === 'invalid_client' && triesBasic(request)) {
    reply.header('www-authenticate', 'Basic realm="Watchword"')
  }
  if (error === 'invalid_token' && !reply.hasHeader('www-authenticate')) {
    reply.header('www-authenticate', 'Bearer realm="Watchword", error="invalid_token"')
  }
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('pragma', 'no-cache')
    .serializer((text: string) => text)
    .send(JSON.stringify({ error, error_description: description }))
}

function triesBasic(request: FastifyRequest): boolean {
  return /^basic\b/i.test(request.headers.authorization ?? '')
}

/** In the characters that RFC 6749 section 5.2 allows. */
function descriptionOf(message: string): string {
  return message.replaceAll('"', "'").replace(/[^\x20-\x7E]|\\/g, ' ')
}

/** The status of a fault that the framework found in the request; `undefined`: the fault is ours. */
function statusOfTransport(fault: unknown): number | undefined {
  if (!(fault instanceof Error) || !('statusCode' in fault)) return undefined
  const { statusCode } = fault
  return typeof statusCode === 'number' && statusCode < 500 ? statusCode : undefined
}
