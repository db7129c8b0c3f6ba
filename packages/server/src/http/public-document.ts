import type { FastifyReply, FastifyRequest } from 'fastify'
import { namesEtag, strongEtag } from '#lib/etag.ts'

/**
 * Sends what everybody may read and keep for five minutes; who has it already gets 304 (RFC 9110 section 15.4.5).
 * `body`: JSON.
 */
export function sendPublicDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string,
): FastifyReply {
  const etag = strongEtag(body)
  reply.header('cache-control', 'public, max-age=300')
  reply.header('etag', etag)
  const ifNoneMatch = request.headers['if-none-match']
  if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag)) return reply.code(304).send()
  reply.header('content-type', 'application/json; charset=utf-8')
  return reply.serializer((text: string) => text).send(body)
}
