import { OAuth2ErrorAnswer } from '@watchword/protocol/api/oauth2-answers.ts'
import { required } from '@watchword/protocol/oauth2/token-request.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { type BrandLogoutPorts, logOutByBrand } from '#domain/consumers/log-out-by-brand.ts'
import { accountOf } from '#http/account-of.ts'
import { formOf, takeForms } from '#http/form-body.ts'
import { createOAuth2ErrorHandler } from '#http/oauth2-errors.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { readBodiesLater } from '#http/read-bodies-later.ts'
import { connectorOf } from './connector-of.ts'

/** Where a brand's identity provider says that somebody logged out (OpenID Connect Back-Channel Logout 1.0). */
export function backchannelLogoutRoutes(ports: BrandLogoutPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takeForms(app)
    readBodiesLater(app)
    app.setErrorHandler(createOAuth2ErrorHandler())
    const schema = {
      tags: ['Consumers' as const],
      security: byAnyone,
      summary: 'Log a consumer out, by the word of the brand',
      description:
        'For the identity provider of the connector: register this as its `backchannel_logout_uri`. With `sub` every ' +
        'login of the consumer ends, with `sid` alone that session. A logout token works once.',
      operationId: 'backchannelLogout',
      params: Type.Object({ accountId: Type.String(), app: Type.String() }),
      consumes: ['application/x-www-form-urlencoded'],
      body: Type.Object({
        logout_token: Type.String({ description: 'Signed by a key of the connector' }),
      }),
      response: { 200: Type.Null(), 400: OAuth2ErrorAnswer, 404: OAuth2ErrorAnswer },
    }
    app.post(
      '/api/account/:accountId/app/:app/backchannel-logout',
      { schema, config: { errorShape: 'oauth2' as const } },
      async (request, reply) => {
        const { app: name } = request.params as { readonly app: string }
        const connectorId = connectorOf(name)
        await logOutByBrand(ports, {
          accountId: accountOf(request),
          connectorId: connectorId === 'default' ? undefined : connectorId,
          token: required(formOf(request), 'logout_token'),
          requestId: request.id,
        })
        return reply.code(200).send()
      },
    )
  }
}
