import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { authorizeHandler, type PagePorts } from '#http/pages/authorize-handler.ts'
import { takePageRequests } from '#http/pages/take-page-requests.ts'
import { addLogoutRoutes } from './logout.routes.ts'

/** Where a standard issuer meets the browser: authorization and logout (OpenID Connect Core section 3.1.2). */
export function oidcBrowserRoutes(ports: PagePorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takePageRequests(app, { unknownClientStatus: 400 })
    const handler = authorizeHandler(ports, { face: 'oidc', redirectStatus: 303 })
    // The protocol layer reads the parameters: it refuses one that was sent twice, which no schema sees.
    const validatorCompiler = () => () => true
    const url = '/oidc/:accountId/authorize'
    app.get(url, { schema: getSchema, validatorCompiler }, handler)
    app.post(url, { schema: postSchema, validatorCompiler }, handler)
    addLogoutRoutes(app, ports)
  }
}

const AuthorizationParameters = Type.Object({
  response_type: Type.Literal('code'),
  client_id: Type.String({ description: 'The installation id of the application.' }),
  redirect_uri: Type.String({ description: 'One that is registered, character by character.' }),
  scope: Type.Optional(
    Type.String({ description: 'Separated by spaces. Left out: all that is installed.' }),
  ),
  state: Type.Optional(Type.String({ maxLength: 2048, description: 'Sent back unchanged.' })),
  nonce: Type.Optional(Type.String({ maxLength: 512 })),
  code_challenge: Type.Optional(
    Type.String({ description: 'PKCE, RFC 7636. Required unless the application is exempt.' }),
  ),
  code_challenge_method: Type.Optional(Type.Literal('S256')),
  response_mode: Type.Optional(
    Type.Union([Type.Literal('query'), Type.Literal('fragment'), Type.Literal('form_post')]),
  ),
  prompt: Type.Optional(
    Type.String({ description: '`none`, or any of `login`, `consent`, `select_account`.' }),
  ),
  max_age: Type.Optional(Type.String({ pattern: '^\\d{1,10}$', description: 'Seconds.' })),
  login_hint: Type.Optional(Type.String({ maxLength: 320 })),
  id_token_hint: Type.Optional(Type.String({ maxLength: 8192 })),
  acr_values: Type.Optional(Type.String({ maxLength: 1024 })),
  ui_locales: Type.Optional(Type.String({ maxLength: 256 })),
  claims: Type.Optional(
    Type.String({ maxLength: 4096, description: 'JSON, OpenID Connect Core section 5.5.' }),
  ),
})

const about = {
  tags: ['OpenID Connect' as const],
  security: byAnyone,
  produces: ['text/html'],
  params: Type.Object({ accountId: Type.String() }),
}

const getSchema = {
  ...about,
  summary: 'Ask a user for an authorization',
  description:
    'Opened in a browser. It leads to the login page, to the consent page, or back to `redirect_uri` with ' +
    '`code`, `state` and `iss`, or with `error`. If the application or `redirect_uri` cannot be trusted, the ' +
    'answer is a page and leads nowhere.',
  operationId: 'oidcAuthorize',
  querystring: AuthorizationParameters,
}

const postSchema = {
  ...about,
  summary: 'Ask a user for an authorization, by a form',
  description: 'The same parameters in a form body.',
  operationId: 'oidcAuthorizeByForm',
}
