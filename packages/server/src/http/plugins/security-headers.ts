import type { FastifyReply, FastifyRequest } from 'fastify'

/** Headers of every answer; a route that serves a page or something public sets its own over them. */
export function securityHeaders({ publicTls }: { readonly publicTls: boolean }) {
  const headers = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'cache-control': 'no-store',
    ...(publicTls ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  return (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.headers(headers)
    reply.header('x-request-id', request.id)
    done()
  }
}
