import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { authorizeHandler, type PagePorts } from '#http/pages/authorize-handler.ts'
import { takePageRequests } from '#http/pages/take-page-requests.ts'
import { requireVersion } from './merged-parameters.ts'

/**
 * The compatible authorization endpoint (contract 2 section 2.1), by GET and, as the first documents had it, by
 * POST. The same rules as at the standard issuer, but for what the reference does otherwise: 302 and 401, no
 * `iss`, a redirect URI that may be left out, and parameters that it does not know.
 */
export function sentinelBrowserRoutes(ports: PagePorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takePageRequests(app, { unknownClientStatus: 401 })
    const handler = authorizeHandler(ports, {
      face: 'sentinel',
      redirectStatus: 302,
      check: requireVersion,
    })
    const validatorCompiler = () => () => true
    const url = '/sentinel/api/account/:accountId/authorize'
    app.get(url, { schema: getSchema, validatorCompiler }, handler)
    app.post(url, { schema: postSchema, validatorCompiler }, handler)
  }
}

const AuthorizationParameters = Type.Object({
  v: Type.Optional(Type.String({ description: 'Any version, or none.' })),
  response_type: Type.Literal('code'),
  client_id: Type.String({ description: 'The installation id of the application.' }),
  redirect_uri: Type.Optional(
    Type.String({ description: 'Required if more than one is registered.' }),
  ),
  state: Type.Optional(Type.String({ maxLength: 2048, description: 'Sent back unchanged.' })),
  nonce: Type.Optional(Type.String({ maxLength: 512, description: 'Stands in the id_token.' })),
  code_challenge: Type.Optional(Type.String({ description: 'PKCE; counts when it is sent.' })),
  code_challenge_method: Type.Optional(Type.Literal('S256')),
})

const about = {
  tags: ['Applications' as const],
  security: byAnyone,
  produces: ['text/html'],
  params: Type.Object({ accountId: Type.String() }),
}

const getSchema = {
  ...about,
  summary: 'Ask a user for an authorization, compatible',
  description:
    'Opened in a browser. It leads to the login page or back to `redirect_uri` with `code` and `state`, or with ' +
    '`error`. An unknown account or application is answered 401, a redirect URI that is not registered 400.',
  operationId: 'sentinelAuthorize',
  querystring: AuthorizationParameters,
}

const postSchema = {
  ...about,
  summary: 'Ask a user for an authorization, compatible, by a form',
  description: 'The same parameters in the query or in a form body.',
  operationId: 'sentinelAuthorizeByForm',
}
