import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ClientOrigins } from '#domain/applications/client-origins.ts'
import { accountOf } from '../account-of.ts'

/**
 * Lets pages of an account's applications read what an area answers, errors too, and never with cookies. The routes
 * name their account in the path.
 */
export function allowClientOrigins(
  app: FastifyInstance,
  { origins }: { readonly origins: ClientOrigins },
): void {
  async function allow(request: FastifyRequest, reply: FastifyReply, origin: string) {
    if (!(await origins.has(accountOf(request), origin))) return
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', 'WWW-Authenticate')
    reply.header('cross-origin-resource-policy', 'cross-origin')
  }
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    reply.header('vary', 'Origin')
    // Most callers are no pages, and need not wait for a promise.
    if (origin === undefined) done()
    else allow(request, reply, origin).then(() => done(), done)
  })
}

/** Answers the question that a browser asks first, for the methods of a route. */
export function sendClientPreflight(methods: string) {
  return (_request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (reply.hasHeader('access-control-allow-origin')) {
      reply.header('access-control-allow-methods', methods)
      reply.header('access-control-allow-headers', 'Authorization, Content-Type')
      reply.header('access-control-max-age', '600')
    }
    return reply.code(204).send()
  }
}
