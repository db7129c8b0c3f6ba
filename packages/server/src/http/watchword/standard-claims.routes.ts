import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import {
  StandardClaimsAnswer,
  StandardClaimsBody,
} from '@watchword/protocol/api/standard-claims.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { DomainError } from '#domain/errors.ts'
import {
  readStandardClaims,
  replaceStandardClaims,
  type ToldClaims,
} from '#domain/users/standard-claims.ts'
import { originOf, userOf } from '#http/authenticate.ts'
import { readRevision } from '#http/if-match.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { base, commonRefusals, type WatchwordPorts } from './route-about.ts'

const about = {
  tags: ['Users' as const],
  security: byBearer,
  params: Type.Object({ accountId: Type.String(), userId: Type.String() }),
}

/** What applications are told of a user beside the fields of the Users API. */
export function addStandardClaims(app: FastifyInstance, ports: WatchwordPorts): void {
  const path = `${base}/users/:userId/standard-claims`
  const read = {
    ...about,
    summary: 'Read the standard claims of a user',
    description: 'Your own, or of a user whom you may read. Only those that were set.',
    response: { 200: StandardClaimsAnswer, ...commonRefusals },
  }
  app.get(path, { schema: read }, async (request, reply) =>
    answer(reply, await readStandardClaims(ports, userOf(request), userIdOf(request))),
  )
  const replace = {
    ...about,
    summary: 'Replace the standard claims of a user',
    description:
      'For whoever may edit the user. They are told to applications with the scopes `profile`, `email`, ' +
      '`phone` and `address`, before the fields of the user. The Users API neither tells nor changes them. ' +
      'Send the `ETag` as `If-Match` to be told of changes by others (412).',
    headers: Type.Object({ 'if-match': Type.Optional(Type.String()) }),
    body: StandardClaimsBody,
    response: { 200: StandardClaimsAnswer, ...commonRefusals, 412: ErrorEnvelope },
  }
  // The body is read by a parser that names each fault by its path, once it is known who asks.
  const validatorCompiler = () => () => true
  app.put(path, { schema: replace, validatorCompiler }, async (request, reply) => {
    const revision = readRevision(request)
    const ask = { caller: userOf(request), origin: originOf(request), revision }
    return answer(reply, await replaceStandardClaims(ports, ask, userIdOf(request), request.body))
  })
}

function userIdOf(request: FastifyRequest): number {
  const { userId = '' } = request.params as { readonly userId?: string }
  if (!/^\d{1,15}$/.test(userId)) throw new DomainError('not_found', 'There is no such user.')
  return Number(userId)
}

function answer(reply: FastifyReply, { claims, revision }: ToldClaims): StandardClaimsAnswer {
  reply.header('etag', `"${revision}"`)
  return { ...claims }
}
