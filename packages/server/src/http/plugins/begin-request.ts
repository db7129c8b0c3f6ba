import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify'
import { headerFault } from './header-fault.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** `performance.now()` when the request's headers had been read. */
    startedAt: number
  }
}

/**
 * The first hook of every request: when it began, where it logs, the headers of every answer, and whether
 * those that came make sense. A route that serves a page or something public sets its own headers over
 * them. All of it is one hook, because each hook costs every request.
 */
export function beginRequest({
  log,
  publicTls,
}: {
  readonly log: FastifyBaseLogger
  readonly publicTls: boolean
}) {
  return (request: FastifyRequest, reply: FastifyReply, done: (fault?: Error) => void) => {
    request.startedAt = performance.now()
    request.log = log
    reply.log = log
    reply.header('x-content-type-options', 'nosniff')
    reply.header('referrer-policy', 'no-referrer')
    reply.header('cross-origin-opener-policy', 'same-origin')
    reply.header('content-security-policy', contentSecurityPolicy)
    reply.header('cache-control', 'no-store')
    if (publicTls) reply.header('strict-transport-security', 'max-age=31536000')
    reply.header('x-request-id', request.id)
    done(headerFault(request.raw))
  }
}

const contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
