import { formatErrorTime } from '@watchword/protocol/api/account-config-date.ts'
import {
  type DomainApiError,
  type ErrorEnvelope,
  responseStatusOf,
} from '@watchword/protocol/api/error-envelope.ts'
import { formatProblem } from '@watchword/protocol/oauth1/problem.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { SignedRequestRefusal } from '#domain/api-keys/signed-request-refusal.ts'
import { DomainError, type DomainErrorCode } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'

/** Status of each refusal. A new code does not compile until it has one. */
export const statusOf = {
  bad_request: 400,
  validation_failed: 400,
  unauthenticated: 401,
  invalid_bearer: 401,
  invalid_credentials: 401,
  csrf_mismatch: 401,
  password_expired: 401,
  password_must_change: 401,
  account_suspended: 451,
  user_blocked: 451,
  forbidden: 403,
  not_found: 404,
  unknown_account: 401,
  unknown_service: 404,
  name_taken: 409,
  in_use: 409,
  limit_reached: 409,
  stale_revision: 412,
  too_many_requests: 429,
  media_type: 415,
  misdirected: 421,
  unavailable: 503,
} as const satisfies Record<DomainErrorCode, number>

/**
 * `internalCode` of each refusal. 6 and 10 are the reference's (contract 1 §0.1); 15 and 94xx are our
 * decisions in the contract; the others are ours, and `docs/reference/errors.md` explains each.
 */
export const internalCodeOf = {
  bad_request: 1,
  validation_failed: 2,
  unauthenticated: 10,
  invalid_bearer: 10,
  invalid_credentials: 10,
  csrf_mismatch: 10,
  password_expired: 9401,
  password_must_change: 9402,
  account_suspended: 9451,
  user_blocked: 9452,
  forbidden: 11,
  not_found: 4,
  unknown_account: 6,
  unknown_service: 15,
  name_taken: 9,
  in_use: 12,
  limit_reached: 13,
  stale_revision: 14,
  too_many_requests: 29,
  media_type: 17,
  misdirected: 21,
  unavailable: 53,
} as const satisfies Record<DomainErrorCode, number>

/** Codes of faults that no domain function saw. */
export const transportCodes = {
  badRequest: 1,
  unknownPath: 4,
  tooLarge: 16,
  mediaType: 17,
  ours: 50,
}

/**
 * How an area says no: login, account-config and our own (`envelope`), the Domain API (`bare`), or OAuth 2.0 and the
 * consumer IDP, whose routes have mappers of their own (`oauth2-errors.ts`, `idp/idp-errors.ts`).
 */
export type ErrorShape = 'envelope' | 'bare' | 'oauth2' | 'idp'

declare module 'fastify' {
  interface FastifyContextConfig {
    errorShape?: ErrorShape
  }
}

/** What is told of a fault, before it takes a shape. */
type Refusal = {
  readonly status: number
  readonly message: string
  readonly internalCode: number
  readonly fields?: readonly string[] | undefined
  readonly extra?: Readonly<Record<string, unknown>>
}

/** The one mapper from whatever was thrown to an answer. */
export function createErrorHandler({ clock }: { readonly clock: Clock }) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof SignedRequestRefusal) return sendProblem(error, request, reply, clock)
    const refusal = refusalOf(error)
    const requestId = request.id
    if (refusal.status >= 500) request.log.error({ err: error, requestId }, 'request failed')
    else request.log.debug({ err: error, requestId, status: refusal.status }, 'request refused')
    if (error instanceof DomainError && error.details.retryAfterSeconds !== undefined) {
      reply.header('retry-after', error.details.retryAfterSeconds)
    }
    const challenge = challengeOf(error, refusal.status)
    if (challenge !== undefined) reply.header('www-authenticate', challenge)
    return sendRefusal(reply, refusal, clock, request.routeOptions.config?.errorShape)
  }
}

/**
 * A signed request that was refused: OAuth problem reporting, form-encoded as the reference's clients read it,
 * or in the envelope for who asks for JSON (contract, our decisions). The challenge is there always.
 */
function sendProblem(
  refusal: SignedRequestRefusal,
  request: FastifyRequest,
  reply: FastifyReply,
  clock: Clock,
) {
  const { problem, status, retryAfterSeconds } = refusal
  request.log.debug({ problem: problem.problem, requestId: request.id, status }, 'request refused')
  reply.header('www-authenticate', 'OAuth realm="Watchword"')
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds)
  if (/\bapplication\/json\b/i.test(request.headers.accept ?? '')) {
    const extra = { oauth_problem: problem.problem, ...Object.fromEntries(problem.details ?? []) }
    const internalCode = internalCodeOfProblem[status]
    return sendRefusal(reply, { status, message: problem.advice, internalCode, extra }, clock)
  }
  return reply
    .code(status)
    .header('content-type', 'application/x-www-form-urlencoded')
    .header('cache-control', 'no-store')
    .serializer((text: string) => text)
    .send(formatProblem(problem))
}

const internalCodeOfProblem = {
  401: internalCodeOf.unauthenticated,
  403: internalCodeOf.forbidden,
  429: internalCodeOf.too_many_requests,
} as const satisfies Record<SignedRequestRefusal['status'], number>

/** The answer to a path that is not there. */
export function createNotFoundHandler({ clock }: { readonly clock: Clock }) {
  return (request: FastifyRequest, reply: FastifyReply) =>
    sendRefusal(
      reply,
      {
        status: 404,
        message: `There is nothing at ${request.method} on this path. /openapi.json lists every operation.`,
        internalCode: transportCodes.unknownPath,
      },
      clock,
    )
}

function sendRefusal(
  reply: FastifyReply,
  refusal: Refusal,
  clock: Clock,
  shape: ErrorShape = 'envelope',
) {
  const { status, message, internalCode, fields, extra } = refusal
  const now = clock.now()
  const bare: DomainApiError = { time: now, message, internalCode }
  const envelope: ErrorEnvelope = {
    error: {
      time: formatErrorTime(new Date(now)),
      message,
      internalCode,
      responseStatus: responseStatusOf(status),
      ...(fields === undefined ? {} : { fields }),
      ...extra,
    },
  }
  const body = JSON.stringify(shape === 'bare' ? bare : envelope)
  return reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((text: string) => text)
    .send(body)
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError) {
    const { fields, changePasswordUrl } = error.details
    return {
      status: statusOf[error.code],
      message: error.message,
      internalCode: internalCodeOf[error.code],
      fields,
      ...(changePasswordUrl === undefined ? {} : { extra: { changePasswordUrl } }),
    }
  }
  if (isFastifyError(error)) return refusalOfFastify(error)
  if (isDatabaseAway(error)) {
    return { status: 503, message: 'The database does not answer. Try again.', internalCode: 53 }
  }
  return {
    status: 500,
    message: 'Something went wrong here. The request id tells the operator which request it was.',
    internalCode: transportCodes.ours,
  }
}

function refusalOfFastify(error: FastifyError): Refusal {
  if (error.validation !== undefined) {
    const place = error.validationContext ?? 'body'
    const fields = error.validation.map(
      ({ instancePath, message, params }) =>
        `${place}${instancePath}: ${message ?? 'is not valid'}${nameOf(params)}`,
    )
    return {
      status: 400,
      message: 'The request is not valid; "fields" names every fault.',
      internalCode: internalCodeOf.validation_failed,
      fields,
    }
  }
  const status = error.statusCode ?? 500
  const known = bodyFaults.get(status)
  return {
    status,
    ...(known ?? { message: error.message, internalCode: transportCodes.badRequest }),
  }
}

/** Where Fastify says what is wrong, but not what to do. */
const bodyFaults: ReadonlyMap<number, { readonly message: string; readonly internalCode: number }> =
  new Map([
    [
      413,
      {
        message: 'The body is too large: send less at once.',
        internalCode: transportCodes.tooLarge,
      },
    ],
    [
      415,
      {
        message: 'This takes JSON: send Content-Type: application/json.',
        internalCode: transportCodes.mediaType,
      },
    ],
  ])

function nameOf(params: Record<string, unknown>): string {
  const name = params['additionalProperty']
  return typeof name === 'string' ? ` ("${name.slice(0, 64)}")` : ''
}

function isFastifyError(error: unknown): error is FastifyError {
  return (
    error instanceof Error &&
    'statusCode' in error &&
    typeof error.statusCode === 'number' &&
    error.statusCode < 500
  )
}

/** A lost or refused PostgreSQL connection: not the caller's fault, and worth another try. */
export function isDatabaseAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return (
    /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|57P0[1-3]|08\w{3})$/.test(code) ||
    (error instanceof Error &&
      /timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(
        error.message,
      ))
  )
}

/** RFC 6750 section 3: what is told beside the status to whoever sends bearers. */
function challengeOf(error: unknown, status: number): string | undefined {
  const refused = error instanceof DomainError ? error : undefined
  if (status === 403 && refused?.details.scope !== undefined) {
    return `Bearer realm="Watchword", error="insufficient_scope", scope="${refused.details.scope}"`
  }
  if (status !== 401) return undefined
  const sent = refused?.code === 'invalid_bearer'
  return sent ? 'Bearer realm="Watchword", error="invalid_token"' : 'Bearer realm="Watchword"'
}
