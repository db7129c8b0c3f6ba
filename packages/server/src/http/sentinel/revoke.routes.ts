import { OAuth2ErrorAnswer, TokenInQuestionForm } from '@watchword/protocol/api/oauth2-answers.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { logOutEverywhere } from '#domain/authorization/log-out-everywhere.ts'
import type { TokenPorts } from '#domain/authorization/token-ports.ts'
import { clientCallOf } from '#http/client-call.ts'
import { takeForms } from '#http/form-body.ts'
import { createOAuth2ErrorHandler } from '#http/oauth2-errors.ts'
import { byClient } from '#http/openapi/route-docs.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { mergedParameters } from './merged-parameters.ts'

/** Revocation of the compatible path, which is a global logout (contract 2 section 2.4). */
export function sentinelRevokeRoutes(ports: TokenPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takeForms(app)
    readBodiesLater(app)
    app.setErrorHandler(createOAuth2ErrorHandler())
    app.post(
      '/sentinel/api/account/:accountId/token/revoke',
      { schema, config: { errorShape: 'oauth2' } },
      async (request, reply) => {
        const parameters = mergedParameters(request)
        const call = clientCallOf(request, 'sentinel', parameters)
        await logOutEverywhere(ports, call, parameters)
        reply.header('pragma', 'no-cache')
        return {}
      },
    )
  }
}

const schema = {
  tags: ['Sentinel' as const],
  summary: 'Log a user out of everything',
  description:
    'Takes a refresh token or an access token of the application. Every session of its user in this account ends, ' +
    'with all that they allowed applications. A token that is unknown ends nothing and gets the same answer.',
  operationId: 'sentinelRevoke',
  security: byClient,
  consumes: ['application/x-www-form-urlencoded'],
  params: Type.Object({ accountId: Type.String() }),
  body: TokenInQuestionForm,
  response: { 200: Type.Object({}), 400: OAuth2ErrorAnswer, 401: OAuth2ErrorAnswer },
}
