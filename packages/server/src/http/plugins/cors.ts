import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Lets pages of any origin read what an area answers, and never with credentials: for what is public anyway
 * (contract, our decisions: directory, keys, discovery).
 */
export function allowAnyOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('access-control-allow-origin', '*')
    done()
  })
}

/** Answers the question that a browser asks first when a page's script sets headers of its own. */
export function sendOpenPreflight(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendPreflight(reply, 'GET, HEAD')
}

/** The same where a page's script sends JSON. */
export function sendOpenPostPreflight(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendPreflight(reply, 'POST')
}

/** The same for a resource that a page's script reads and writes. */
export function sendOpenPreflightOf(methods: string) {
  return (_request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendPreflight(reply, methods)
}

function sendPreflight(reply: FastifyReply, methods: string): FastifyReply {
  reply.header('access-control-allow-methods', methods)
  reply.header('access-control-allow-headers', '*, Authorization')
  reply.header('access-control-max-age', '86400')
  reply.header('cache-control', 'public, max-age=300')
  return reply.code(204).send()
}
