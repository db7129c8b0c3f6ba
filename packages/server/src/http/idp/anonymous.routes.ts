import {
  AuthenticateBody,
  IdpError,
  JwtAnswer,
  readAnonymousRequest,
  TokenAnswer,
} from '@watchword/protocol/api/authenticate.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type AnonymousPorts,
  issueAnonymousToken,
  signUp,
} from '#domain/consumers/anonymous-consumer.ts'
import { DomainError } from '#domain/errors.ts'
import { readCallback, sendScript } from '#http/jsonp.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { addressKey } from '#lib/address-key.ts'
import type { RateLimiter } from '#lib/rate-limiter.ts'
import { idpAccountOf } from './idp-account.ts'

export type AnonymousRoutePorts = AnonymousPorts & {
  /** New identities from one address; `undefined`: as many as come. */
  readonly newcomers: RateLimiter | undefined
}

const about = {
  tags: ['Consumers' as const],
  security: byAnyone,
  params: Type.Object({ accountId: Type.String() }),
}
const refusals = { 400: IdpError, 401: IdpError, 403: IdpError, 404: IdpError, 429: IdpError }
const config = { errorShape: 'idp' as const }

/** Consumers without a name: contract 3 sections 8.4 and 8.5. */
export function addAnonymous(app: FastifyInstance, ports: AnonymousRoutePorts): void {
  addAuthorize(app, ports)
  addSignUp(app, ports)
}

function addAuthorize(app: FastifyInstance, ports: AnonymousRoutePorts): void {
  const schema = {
    ...about,
    summary: 'An anonymous identity, or its next token',
    description:
      'Without a body a new identity; with the token before as `id_token`, expired or not, the same one for ten more ' +
      'minutes, for 730 hours in all. The token lets the consumer in by the connector of type 0, and nowhere else.',
    operationId: 'anonymousAuthorize',
    body: Type.Optional(AuthenticateBody),
    response: { 200: TokenAnswer, ...refusals },
  }
  app.post(
    '/api/account/:accountId/anonymous/authorize',
    { schema, config },
    async (request, reply) => {
      const accountId = idpAccountOf(request)
      const reading = readAnonymousRequest(request.body)
      if (!reading.ok) {
        throw new DomainError('bad_request', `The request was not understood: ${reading.reason}.`)
      }
      if (reading.previous === undefined) limitNewcomers(ports, request)
      const token = await issueAnonymousToken(ports, accountId, reading.previous)
      reply.header('cache-control', 'no-store')
      return { token }
    },
  )
}

function addSignUp(app: FastifyInstance, ports: AnonymousRoutePorts): void {
  const description =
    'A consumer token without a name, for old clients; it cannot be renewed. Off unless the account switches it on.'
  app.post(
    '/api/account/:accountId/signup',
    {
      schema: {
        ...about,
        summary: 'Sign up (deprecated)',
        description,
        operationId: 'signup',
        response: { 200: JwtAnswer, ...refusals },
      },
      config,
    },
    async (request, reply) => {
      limitNewcomers(ports, request)
      const jwt = await signUp(ports, idpAccountOf(request))
      reply.header('cache-control', 'no-store')
      return { jwt }
    },
  )
  app.get(
    '/api/account/:accountId/signup.jsonp',
    {
      schema: {
        ...about,
        summary: 'Sign up as a script (deprecated)',
        description,
        operationId: 'signupJsonp',
        querystring: Type.Object({ callback: Type.Optional(Type.String()) }),
        produces: ['text/javascript'],
        response: { 200: Type.String(), ...refusals },
      },
      config,
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const callback = readCallback(request.query as Readonly<Record<string, unknown>>, 'callback')
      limitNewcomers(ports, request)
      const jwt = await signUp(ports, idpAccountOf(request))
      reply.header('cache-control', 'no-store')
      return sendScript(request, reply, callback, JSON.stringify({ jwt }))
    },
  )
}

/** Each new identity of an address counts; who is refused costs no signature. */
function limitNewcomers({ newcomers, clock }: AnonymousRoutePorts, request: FastifyRequest): void {
  const decision = newcomers?.take(addressKey(request.ip), clock.now())
  if (decision === undefined || decision.allowed) return
  const { retryAfterSeconds } = decision
  throw new DomainError(
    'too_many_requests',
    `Too many new consumers from this address. Try again in ${retryAfterSeconds} s.`,
    { retryAfterSeconds },
  )
}
