import {
  IntrospectionAnswer,
  OAuth2ErrorAnswer,
  TokenAnswer,
  TokenForm,
  TokenInQuestionForm,
} from '@watchword/protocol/api/oauth2-answers.ts'
import { tokenResponse } from '@watchword/protocol/oauth2/token-response.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import type { ClientOrigins } from '#domain/applications/client-origins.ts'
import { answerTokenRequest } from '#domain/authorization/answer-token-request.ts'
import { createIntrospection } from '#domain/authorization/introspect-token.ts'
import { revokeToken } from '#domain/authorization/revoke-token.ts'
import type { TokenPorts } from '#domain/authorization/token-ports.ts'
import { clientCallOf } from '#http/client-call.ts'
import { takeForms } from '#http/form-body.ts'
import { createOAuth2ErrorHandler } from '#http/oauth2-errors.ts'
import { byClient } from '#http/openapi/route-docs.ts'
import { allowClientOrigins, sendClientPreflight } from '#http/plugins/client-cors.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { strictForm } from './strict-form.ts'

/**
 * The endpoints of an account's issuer that applications call themselves: token (RFC 6749 section 3.2), revocation
 * (RFC 7009) and introspection (RFC 7662). Pages of an application may read the first two.
 */
export function oidcTokenRoutes(ports: TokenPorts & { readonly origins: ClientOrigins }) {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(async (area) => {
      begin(area)
      allowClientOrigins(area, ports)
      addToken(area, ports)
      addRevocation(area, ports)
    })
    await app.register(async (area) => {
      begin(area)
      addIntrospection(area, ports)
    })
  }
}

function begin(app: FastifyInstance): void {
  takeForms(app)
  readBodiesLater(app)
  app.setErrorHandler(createOAuth2ErrorHandler())
}

const about = {
  tags: ['OpenID Connect' as const],
  security: byClient,
  consumes: ['application/x-www-form-urlencoded'],
  params: Type.Object({ accountId: Type.String() }),
}
const refusals = { 400: OAuth2ErrorAnswer, 401: OAuth2ErrorAnswer, 404: OAuth2ErrorAnswer }
const config = { errorShape: 'oauth2' as const }

function addToken(app: FastifyInstance, ports: TokenPorts): void {
  const path = '/oidc/:accountId/token'
  const schema = {
    ...about,
    summary: 'Token endpoint',
    description:
      'A code, a refresh token or the client itself for tokens. A code is good once, for 60 seconds; a refresh token ' +
      'once, and the answer holds the next. Using either again ends all that follows from it.',
    operationId: 'oidcToken',
    body: TokenForm,
    response: { 200: TokenAnswer, ...refusals },
  }
  app.post(path, { schema, config }, async (request, reply) => {
    const parameters = strictForm(request)
    const call = clientCallOf(request, 'oidc', parameters)
    const issued = await answerTokenRequest(ports, call, parameters)
    reply.header('pragma', 'no-cache')
    return tokenResponse(issued)
  })
  app.options(path, { schema: { hide: true } }, sendClientPreflight('POST'))
}

function addRevocation(app: FastifyInstance, ports: TokenPorts): void {
  const path = '/oidc/:accountId/revoke'
  const schema = {
    ...about,
    summary: 'Revoke a token',
    description:
      'A refresh token takes its grant along, with every token of it; an opaque access token ends alone. The answer ' +
      'is the same for a token that is unknown or of another client, which stays (RFC 7009).',
    operationId: 'oidcRevoke',
    body: TokenInQuestionForm,
    response: { 200: Type.Null(), ...refusals },
  }
  app.post(path, { schema, config }, async (request, reply) => {
    const parameters = strictForm(request)
    await revokeToken(ports, clientCallOf(request, 'oidc', parameters), parameters)
    return reply.header('pragma', 'no-cache').code(200).send()
  })
  app.options(path, { schema: { hide: true } }, sendClientPreflight('POST'))
}

function addIntrospection(app: FastifyInstance, ports: TokenPorts): void {
  const introspection = createIntrospection(ports)
  const schema = {
    ...about,
    summary: 'Ask about a token',
    description:
      'A client learns about its own tokens; one that is installed with the scope `introspect`, about every access ' +
      'token of the account. Of all others it learns `active: false` and nothing else (RFC 7662).',
    operationId: 'oidcIntrospect',
    body: TokenInQuestionForm,
    response: { 200: IntrospectionAnswer, ...refusals },
  }
  app.post('/oidc/:accountId/introspect', { schema, config }, async (request, reply) => {
    const parameters = strictForm(request)
    const call = clientCallOf(request, 'oidc', parameters)
    reply.header('pragma', 'no-cache')
    return introspection.answer(call, parameters)
  })
}
