import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import { Userinfo } from '@watchword/protocol/api/userinfo.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { ClientOrigins } from '#domain/applications/client-origins.ts'
import type { BearerCaller, Callers } from '#domain/authorization/callers.ts'
import { tellUserinfo } from '#domain/authorization/tell-userinfo.ts'
import { accountOf, notThere } from '#http/account-of.ts'
import { formOf, queryOf, rawFormOf, takeForms } from '#http/form-body.ts'
import { oauth2RefusalOf, sendOAuth2Refusal } from '#http/oauth2-errors.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { allowClientOrigins, sendClientPreflight } from '#http/plugins/client-cors.ts'
import type { Storage } from '#storage/port.ts'

export type UserinfoPorts = {
  readonly storage: Pick<Storage, 'read'>
  readonly callers: Callers
  readonly origins: ClientOrigins
}

const path = '/oidc/:accountId/userinfo'

/**
 * The userinfo endpoint, OpenID Connect Core section 5.3. It alone takes the token in a form body too (RFC 6750
 * section 2.2), because section 5.3.1 wants that of it; never in the address.
 */
export function userinfoRoutes(ports: UserinfoPorts) {
  return async (app: FastifyInstance): Promise<void> => {
    takeForms(app)
    allowClientOrigins(app, ports)
    app.setErrorHandler(refuse)
    const schema = {
      tags: ['OpenID Connect' as const],
      security: byBearer,
      summary: 'Who is the user',
      description:
        'The standard claims of the user whom an access token with the scope `openid` is for: those of its scopes ' +
        '`profile`, `email`, `phone` and `address`, and those that the `claims` parameter named. By POST, the ' +
        'token may be sent as `access_token` in a form instead.',
      params: Type.Object({ accountId: Type.String() }),
      response: {
        200: Userinfo,
        400: OAuth2Refused,
        401: OAuth2Refused,
        403: OAuth2Refused,
        404: Type.Union([OAuth2Refused, ErrorEnvelope]),
      },
    }
    const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<Userinfo> => {
      const claims = await tellUserinfo(ports, await callerOf(ports, request))
      reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
      return claims
    }
    app.get(path, { schema }, answer)
    app.post(path, { schema: { ...schema, operationId: 'postUserinfo' } }, answer)
    app.options(path, { schema: { hide: true } }, sendClientPreflight('GET, POST'))
  }
}

const OAuth2Refused = Type.Object({
  error: Type.String(),
  error_description: Type.Optional(Type.String()),
})

async function callerOf({ callers }: UserinfoPorts, request: FastifyRequest) {
  const accountId = accountOf(request)
  const found: BearerCaller | undefined = await callers.byBearer(tokenOf(request))
  if (found === undefined) {
    throw new OAuth2Error('invalid_token', 'The access token is not known, or has expired.')
  }
  if (found.accountId !== accountId) throw notThere()
  return found
}

/** RFC 6750 section 2: one way of sending it in one request. */
function tokenOf(request: FastifyRequest): string {
  const { authorization } = request.headers
  const inForm = request.method === 'POST' ? formOf(request).get('access_token') : undefined
  if (
    queryOf(request).has('access_token') ||
    (inForm !== undefined && authorization !== undefined)
  ) {
    throw new OAuth2Error('invalid_request', 'Send the access token once, and not in the address.')
  }
  const token = inForm ?? /^bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(authorization ?? '')?.[1]
  if (token !== undefined) return token
  throw new OAuth2Error('invalid_token', 'This needs an access token: "Authorization: Bearer ...".')
}

/** Whether a token was sent at all, good or bad: credentials of another scheme are none (RFC 6750 section 3.1). */
function sendsToken(request: FastifyRequest): boolean {
  if (/^bearer\b/i.test(request.headers.authorization ?? '')) return true
  return new URLSearchParams(rawFormOf(request) ?? '').has('access_token')
}

/** RFC 6750 section 3: the challenge names the fault, unless nothing was sent. */
function refuse(fault: unknown, request: FastifyRequest, reply: FastifyReply) {
  const refusal = oauth2RefusalOf(fault)
  const { status, error } = refusal
  if (status >= 500) request.log.error({ err: fault, requestId: request.id }, 'request failed')
  if (status === 401 && !sendsToken(request)) {
    reply.header('www-authenticate', 'Bearer realm="Watchword"')
  }
  if (error === 'insufficient_scope') {
    const challenge = 'Bearer realm="Watchword", error="insufficient_scope", scope="openid"'
    reply.header('www-authenticate', challenge)
  }
  return sendOAuth2Refusal(request, reply, refusal)
}
