import cookie from '@fastify/cookie'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ErrorEnvelope } from '@watchword/protocol/api/error-envelope.ts'
import {
  BotLogin,
  EmptyAnswer,
  isBotLogin,
  isMeantForBot,
  LoginAnswer,
  LoginParams,
  LoginQuery,
  LoginRequest,
  PasswordChangeRequest,
  PasswordLogin,
  SessionRequest,
} from '@watchword/protocol/api/login.ts'
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify'
import { changeExpiredPassword } from '#domain/login/change-expired-password.ts'
import { type LoginPorts, logIn } from '#domain/login/log-in.ts'
import { type BotLoginPorts, logInBot } from '#domain/login/log-in-bot.ts'
import { logOut, refreshSession } from '#domain/login/session-cookie.ts'
import { originOf } from '#http/authenticate.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { loginAnswer } from './login-answer.ts'
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from './session-cookie.ts'

export type LoginRoutesPorts = LoginPorts &
  BotLoginPorts & {
    /** Whether clients reach us by https, so that the cookie is for https alone. */
    readonly publicTls: boolean
  }

/** The Login Service, `agentVep` in the directory (contract 1 section 2). Nobody needs a bearer here. */
export function loginRoutes(ports: LoginRoutesPorts): FastifyPluginAsyncTypebox {
  return async (app) => {
    // Here and nowhere else: every route in its reach pays for it at each request.
    await app.register(cookie)
    for (const url of ['/api/account/:accountId/login', '/auth/v1/accounts/:accountId/login']) {
      const validatorCompiler = validateAsMeant(app)
      app.post(url, { schema: loginSchema(url), validatorCompiler }, async (request, reply) => {
        const { accountId } = request.params
        const { body } = request
        const attempt = { accountId, loginName: body.username, origin: originOf(request) }
        const login = isBotLogin(body)
          ? await logInBot(ports, { ...attempt, credentials: body })
          : await logIn(ports, { ...attempt, password: body.password })
        setSessionCookie(reply, login.account.id, login.secrets.cookie, ports.publicTls)
        return loginAnswer(login)
      })
    }

    app.post(
      '/api/account/:accountId/refresh',
      { schema: { ...sessionSchema, summary: 'Keep a session alive', operationId: 'refresh' } },
      async (request, reply) => {
        const cookie = sessionCookieOf(request)
        const csrf = request.body?.csrf ?? undefined
        const { accountId } = request.params
        const session = await refreshSession(ports, { accountId, cookie, csrf })
        setSessionCookie(reply, session.accountId, cookie ?? '', ports.publicTls)
        return reply.send(undefined)
      },
    )

    app.post(
      '/api/account/:accountId/logout',
      { schema: { ...sessionSchema, summary: 'End a session', operationId: 'logout' } },
      async (request, reply) => {
        const cookie = sessionCookieOf(request)
        const csrf = request.body?.csrf ?? undefined
        const { accountId } = request.params
        const session = await logOut(ports, { accountId, cookie, csrf }, originOf(request))
        clearSessionCookie(reply, session.accountId, ports.publicTls)
        return reply.send(undefined)
      },
    )

    app.post(
      '/api/account/:accountId/watchword/password',
      { schema: passwordSchema },
      async (request, reply) => {
        const { accountId } = request.params
        const { username: loginName, oldPassword: password, newPassword } = request.body
        const attempt = { accountId, loginName, password, origin: originOf(request) }
        await changeExpiredPassword(ports, attempt, newPassword)
        return reply.send(undefined)
      },
    )
  }
}

/** Judges a body by the one form that is meant: the faults of both would help nobody. */
function validateAsMeant(app: FastifyInstance): FastifySchemaCompiler<object> {
  return (route) => {
    const compile = app.validatorCompiler
    if (compile === undefined) throw new Error('The application has no validator.')
    if (route.httpPart !== 'body') return compile(route)
    const byPassword = compile({ ...route, schema: PasswordLogin })
    const byKey = compile({ ...route, schema: BotLogin })
    const validate = (body: unknown) => {
      const meant: Validator = isMeantForBot(body) ? byKey : byPassword
      const valid = meant(body)
      validate.errors = meant.errors
      return valid
    }
    validate.errors = undefined as Validator['errors']
    return validate as ReturnType<FastifySchemaCompiler<object>>
  }
}

type Validator = ReturnType<FastifySchemaCompiler<object>>

const refusals = { 400: ErrorEnvelope, 401: ErrorEnvelope, 415: ErrorEnvelope }
const loginRefusals = { ...refusals, 429: ErrorEnvelope, 451: ErrorEnvelope }

function loginSchema(url: string) {
  const isAlias = url.startsWith('/auth/')
  return {
    tags: ['Login'] as const,
    summary: isAlias ? 'Log in, by the path of the gateway' : 'Log in with a password, or as a bot',
    description:
      'A user sends a password; a bot sends the four values of its API key, in the body, and the ' +
      'request itself is not signed. Every refusal that a stranger can cause is the same 401. After ' +
      'the right password 401 with `internalCode` 9401 (expired) or 9402 (must be changed) names ' +
      '`changePasswordUrl`.',
    operationId: isAlias ? 'gatewayLogin' : 'login',
    security: byAnyone,
    params: LoginParams,
    querystring: LoginQuery,
    body: LoginRequest,
    response: { 200: LoginAnswer, ...loginRefusals },
  }
}

const sessionSchema = {
  tags: ['Login'] as const,
  security: [{ session: [] }] as const,
  params: LoginParams,
  querystring: LoginQuery,
  body: SessionRequest,
  response: { 200: EmptyAnswer, ...refusals },
}

const passwordSchema = {
  tags: ['Login'] as const,
  summary: 'Change an expired password',
  description: 'Needs the old password and no bearer. Every session of the user ends.',
  operationId: 'changeExpiredPassword',
  security: byAnyone,
  params: LoginParams,
  body: PasswordChangeRequest,
  response: { 200: EmptyAnswer, ...loginRefusals },
}
