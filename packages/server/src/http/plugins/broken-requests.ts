import type { Socket } from 'node:net'
import { formatErrorTime } from '@watchword/protocol/api/account-config-date.ts'
import { type ErrorEnvelope, responseStatusOf } from '@watchword/protocol/api/error-envelope.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { transportCodes } from '#http/errors.ts'
import type { Clock } from '#lib/clock.ts'

/**
 * Answers what is not HTTP, or too much of it: no route and no hook ever sees such a request. The
 * connection ends with the answer, because nobody knows where the next request would begin.
 */
export function answerBrokenRequest({ clock }: { readonly clock: Clock }) {
  return (error: ConnectionError, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const { status, reason, message } = kinds.get(error.code ?? '') ?? notHttp
    const envelope: ErrorEnvelope = {
      error: {
        time: formatErrorTime(new Date(clock.now())),
        message,
        internalCode: transportCodes.badRequest,
        responseStatus: responseStatusOf(status),
      },
    }
    const body = JSON.stringify(envelope)
    socket.end(
      `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\n` +
        `X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
    )
  }
}

/** A path that cannot be decoded, or has a part that is too long: it never reaches a route's hooks. */
export function answerBrokenPath<Answer>({
  begin,
  answer,
}: {
  readonly begin: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void
  readonly answer: (error: unknown, request: FastifyRequest, reply: FastifyReply) => Answer
}) {
  return (error: { message: string }, request: FastifyRequest, reply: FastifyReply): void => {
    // Fastify's own words repeat the path.
    error.message = 'The path is too long, or is not percent-encoded UTF-8.'
    begin(request, reply, () => answer(error, request, reply))
  }
}

type ConnectionError = Error & { readonly code?: string }

const notHttp = { status: 400, reason: 'Bad Request', message: 'The request is not HTTP.' }

const kinds: ReadonlyMap<string, typeof notHttp> = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: 431,
      reason: 'Request Header Fields Too Large',
      message: 'The headers are too long: 16 KiB is the limit.',
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    { status: 408, reason: 'Request Timeout', message: 'The request took too long to arrive.' },
  ],
])
