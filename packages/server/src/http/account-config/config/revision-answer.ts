import type { FastifyReply } from 'fastify'

/** Every answer tells the revision, under the reference's name and under HTTP's (contract 1 §4.1). */
export function setRevision(reply: FastifyReply, revision: number): void {
  reply.header('ac-revision', revision)
  reply.header('etag', `"${revision}"`)
}

/** The answer to a client that has what it asks for. */
export function answerUnchanged(reply: FastifyReply, revision: number): FastifyReply {
  setRevision(reply, revision)
  return reply.code(304).send()
}

const asItIs = (text: unknown): string => String(text)

/** Sends what was already written by the route's serializer. */
export function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .serializer(asItIs)
    .send(text)
}
