import {
  OAuth2ErrorAnswer,
  SentinelTokenAnswer,
  TokenForm,
} from '@watchword/protocol/api/oauth2-answers.ts'
import { compatibleTokenResponse } from '@watchword/protocol/oauth2/token-response.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { answerTokenRequest } from '#domain/authorization/answer-token-request.ts'
import type { TokenPorts } from '#domain/authorization/token-ports.ts'
import { clientCallOf } from '#http/client-call.ts'
import { takeForms } from '#http/form-body.ts'
import { createOAuth2ErrorHandler } from '#http/oauth2-errors.ts'
import { byClient } from '#http/openapi/route-docs.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { mergedParameters } from './merged-parameters.ts'

/** Code exchange and refresh of the compatible path (contract 2 sections 2.2 and 2.3). Every refusal is a 400. */
export function sentinelTokenRoutes(ports: TokenPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takeForms(app)
    readBodiesLater(app)
    app.setErrorHandler(createOAuth2ErrorHandler({ invalidClientStatus: 400 }))
    app.post(
      '/sentinel/api/account/:accountId/token',
      { schema, config: { errorShape: 'oauth2' } },
      async (request, reply) => {
        const parameters = mergedParameters(request)
        const call = clientCallOf(request, 'sentinel', parameters)
        const issued = await answerTokenRequest(ports, call, parameters)
        reply.header('pragma', 'no-cache')
        return compatibleTokenResponse(issued)
      },
    )
  }
}

const schema = {
  tags: ['Sentinel' as const],
  summary: 'Exchange a code or a refresh token',
  description:
    'The access token is an opaque bearer of the user. A refresh token is good once; the answer to a refresh holds ' +
    'the next one. `v` may be 1.0, 2.0 or left out. Parameters may stand in the query too; the form wins.',
  operationId: 'sentinelToken',
  security: byClient,
  consumes: ['application/x-www-form-urlencoded'],
  params: Type.Object({ accountId: Type.String() }),
  body: TokenForm,
  response: { 200: SentinelTokenAnswer, 400: OAuth2ErrorAnswer, 401: OAuth2ErrorAnswer },
}
