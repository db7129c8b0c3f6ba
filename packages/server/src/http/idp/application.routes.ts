import { IdpError, TokenAnswer } from '@watchword/protocol/api/authenticate.ts'
import {
  ConsumerIdentity,
  DelegatedTokensAnswer,
} from '@watchword/protocol/api/consumer-identity.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { Callers } from '#domain/authorization/callers.ts'
import { type NameConsumerPorts, nameConsumer } from '#domain/consumers/name-consumer.ts'
import { type ReadTokensPorts, readDelegatedTokens } from '#domain/delegation/read-tokens.ts'
import { DomainError } from '#domain/errors.ts'
import { callerOf, requireUser } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { demandScope } from '#http/scope-demand.ts'
import { answerIdpErrors } from './idp-errors.ts'

export type IdpApplicationPorts = NameConsumerPorts &
  ReadTokensPorts & { readonly callers: Callers; readonly accounts: KnownAccounts }

const about = { tags: ['Consumers' as const], security: byBearer }
const refusals = { 400: IdpError, 401: IdpError, 403: IdpError, 404: IdpError }
const config = { errorShape: 'idp' as const }

/** What applications ask the consumer identity provider for: contract 3 sections 8.6 and 8.8. */
export function idpApplicationRoutes(ports: IdpApplicationPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    readBodiesLater(app)
    answerIdpErrors(app, ports)
    app.addHook('onRequest', requireUser(ports))
    await app.register(async (part) => {
      const scope = 'consumers:invoke'
      demandScope(part, { read: scope, write: scope, applications: 'accepted' })
      addConsumerJws(part, ports)
    })
    await app.register(async (part) => {
      const scope = 'delegated-tokens:read'
      demandScope(part, { read: scope, write: scope, applications: 'accepted' })
      addDelegatedTokens(part, ports)
    })
  }
}

function addConsumerJws(app: FastifyInstance, ports: IdpApplicationPorts): void {
  const schema = {
    ...about,
    summary: 'Name a consumer',
    description:
      'A ConsumerJWS for an id of your choosing, with an AppJWT that has the scope `msg.consumer`. The same id is the same ' +
      'consumer; the token never expires.',
    operationId: 'createConsumer',
    params: Type.Object({ accountId: Type.String() }),
    body: ConsumerIdentity,
    response: { 201: TokenAnswer, ...refusals },
  }
  app.post('/api/account/:accountId/consumer', { schema, config }, async (request, reply) => {
    const token = await nameConsumer(ports, callerOf(request), extConsumerIdOf(request.body))
    return reply.code(201).header('cache-control', 'no-store').send({ token })
  })
}

function extConsumerIdOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new DomainError('bad_request', 'The body must be an object: {"ext_consumer_id":"…"}.')
  }
  return Object.hasOwn(body, 'ext_consumer_id')
    ? (body as { readonly ext_consumer_id: unknown }).ext_consumer_id
    : undefined
}

function addDelegatedTokens(app: FastifyInstance, ports: IdpApplicationPorts): void {
  const schema = {
    ...about,
    summary: 'Tokens of the brand for a consumer',
    description:
      'With a token of client credentials that has the scope `delegated.token.read.external`. Renewed if they have ' +
      'expired and the brand allows it. With `conversationId`, those of that conversation stand before those of all.',
    operationId: 'readDelegatedTokens',
    params: Type.Object({ accountId: Type.String(), consumerId: Type.String() }),
    querystring: Type.Object({ conversationId: Type.Optional(Type.String({ maxLength: 128 })) }),
    response: { 200: DelegatedTokensAnswer, ...refusals },
  }
  app.get<{
    Params: { consumerId: string }
    Querystring: { conversationId?: string }
  }>(
    '/api/account/:accountId/consumer/:consumerId/brand/tokens',
    { schema, config },
    async (request, reply) => {
      const { consumerId } = request.params
      const { conversationId = '' } = request.query
      const asked = { consumerId, conversationId }
      const tokens = await readDelegatedTokens(ports, callerOf(request), asked)
      reply.header('cache-control', 'no-store')
      const { accessToken, idToken } = tokens
      return { accessToken, ...(idToken !== undefined && { idToken }) }
    },
  )
}
