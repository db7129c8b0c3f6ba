import {
  AppTokenAnswer,
  AppTokenV2Answer,
  OAuth2ErrorAnswer,
  TokenForm,
} from '@watchword/protocol/api/oauth2-answers.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { answerTokenRequest } from '#domain/authorization/answer-token-request.ts'
import type { TokenPorts } from '#domain/authorization/token-ports.ts'
import { clientCallOf } from '#http/client-call.ts'
import { takeForms } from '#http/form-body.ts'
import { createOAuth2ErrorHandler } from '#http/oauth2-errors.ts'
import { byClient } from '#http/openapi/route-docs.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { mergedParameters } from './merged-parameters.ts'

/** Client credentials of the compatible path: an AppJWT (contract 2 sections 3.1 and 3.2, part 4 row 1). */
export function appTokenRoutes(ports: TokenPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takeForms(app)
    readBodiesLater(app)
    app.setErrorHandler(createOAuth2ErrorHandler())
    const config = { errorShape: 'oauth2' as const }

    app.post(
      '/sentinel/api/account/:accountId/app/token',
      { schema: schemaOf(1), config },
      async (request, reply) => {
        const { accessToken } = await issue(ports, request)
        reply.header('pragma', 'no-cache')
        return { access_token: accessToken, token_type: 'Bearer' as const }
      },
    )

    app.post(
      '/sentinel/api/v2/account/:accountId/app/token',
      { schema: schemaOf(2), config },
      async (request, reply) => {
        const { accessToken, expiresInSeconds } = await issue(ports, request)
        reply.header('pragma', 'no-cache')
        return {
          access_token: accessToken,
          token_type: 'Bearer' as const,
          expires_in: String(expiresInSeconds),
        }
      },
    )
  }
}

function issue(ports: TokenPorts, request: FastifyRequest) {
  const parameters = mergedParameters(request)
  const grantType = parameters.get('grant_type')
  if (grantType !== undefined && grantType !== 'client_credentials') {
    throw new OAuth2Error('unsupported_grant_type', 'Here grant_type is client_credentials.')
  }
  return answerTokenRequest(ports, clientCallOf(request, 'sentinel', parameters), parameters)
}

function schemaOf(version: 1 | 2) {
  return {
    tags: ['Sentinel' as const],
    summary: `Client credentials, V${version}`,
    description:
      'An application gets an AppJWT in its own name, for one hour. Its scope is the installed one, byte for byte. ' +
      'Parameters may stand in the query, the form or both; the form wins.',
    operationId: `appTokenV${version}`,
    security: byClient,
    consumes: ['application/x-www-form-urlencoded'],
    params: Type.Object({ accountId: Type.String() }),
    body: TokenForm,
    response: {
      200: version === 1 ? AppTokenAnswer : AppTokenV2Answer,
      400: OAuth2ErrorAnswer,
      401: OAuth2ErrorAnswer,
    },
  }
}
