import {
  AuthenticateBody,
  type AuthenticateInput,
  ChallengeAnswer,
  IdpError,
  JwtAnswer,
  readAuthenticate,
  TokenAnswer,
} from '@watchword/protocol/api/authenticate.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  type AuthenticationPorts,
  authenticateConsumer,
  findWay,
} from '#domain/consumers/authenticate-consumer.ts'
import { createChallenge } from '#domain/consumers/challenge.ts'
import { DomainError } from '#domain/errors.ts'
import { originOf } from '#http/authenticate.ts'
import { byAnyone } from '#http/openapi/route-docs.ts'
import { connectorOf } from './connector-of.ts'
import { idpAccountOf } from './idp-account.ts'

const about = {
  tags: ['Consumers' as const],
  security: byAnyone,
  body: AuthenticateBody,
}
const refusals = {
  400: IdpError,
  401: IdpError,
  403: IdpError,
  404: IdpError,
  409: IdpError,
  502: IdpError,
  504: IdpError,
}
const config = { errorShape: 'idp' as const }
const rules =
  'Refused with the first rule that fails; the debugger tells all. The brand’s id_token, or its code, is taken by the ' +
  'connector’s settings; the anonymous token by the connector of type 0.'

/** Consumers are let in: contract 3 sections 8.1 to 8.3. */
export function addAuthenticate(app: FastifyInstance, ports: AuthenticationPorts): void {
  addVersions(app, ports)
  addChallenge(app, ports)
}

function addChallenge(app: FastifyInstance, ports: AuthenticationPorts): void {
  app.post(
    '/api/account/:accountId/app/:app/challenge',
    {
      schema: {
        tags: ['Consumers' as const],
        security: byAnyone,
        summary: 'A nonce, and a PKCE challenge',
        description:
          'Before a consumer logs in at the identity provider: the nonce and the code_challenge go into the ' +
          'authorization request, the challenge comes back with what lets the consumer in: a token with that nonce is ' +
          'taken with its challenge alone, and so once. The verifier stays here.',
        operationId: 'consumerChallenge',
        params: Type.Object({ accountId: Type.String(), app: Type.String() }),
        response: { 200: ChallengeAnswer, 404: IdpError },
      },
      config,
    },
    async (request, reply) => {
      const { app: name } = request.params as { readonly app: string }
      const way = { accountId: idpAccountOf(request), connectorId: connectorOf(name) }
      const made = await createChallenge(ports, await findWay(ports, way))
      reply.header('cache-control', 'no-store')
      return {
        challenge: made.challenge,
        nonce: made.nonce,
        code_challenge: made.codeChallenge,
        code_challenge_method: 'S256' as const,
        expires_in: made.lifetimeSeconds,
      }
    },
  )
}

function addVersions(app: FastifyInstance, ports: AuthenticationPorts): void {
  app.post(
    '/api/account/:accountId/authenticate',
    {
      schema: {
        ...about,
        summary: 'Let a consumer in, v1',
        description: `By the preferred connector. ${rules}`,
        operationId: 'authenticateV1',
        params: Type.Object({ accountId: Type.String() }),
        response: { 200: JwtAnswer, ...refusals },
      },
      config,
    },
    async (request, reply) => {
      const { token } = await authenticate(ports, request, 'default')
      reply.header('cache-control', 'no-store')
      return { jwt: token }
    },
  )
  app.post(
    '/api/account/:accountId/app/:app/authenticate',
    {
      schema: {
        ...about,
        summary: 'Let a consumer in, v2 and v3',
        description: `By the connector of that id; \`default\` is the preferred one. With \`v=2.0\` the answer holds \`jwt\`, else \`token\`. ${rules}`,
        operationId: 'authenticate',
        params: Type.Object({ accountId: Type.String(), app: Type.String() }),
        querystring: Type.Object({ v: Type.Optional(Type.String()) }),
        response: { 200: Type.Union([TokenAnswer, JwtAnswer]), ...refusals },
      },
      config,
      // What is wrong is said in the words of this area.
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const version = versionOf(request)
      const { app: name } = request.params as { readonly app: string }
      const { token } = await authenticate(ports, request, connectorOf(name))
      reply.header('cache-control', 'no-store')
      return version < 3 ? { jwt: token } : { token }
    },
  )
}

function authenticate(
  ports: AuthenticationPorts,
  request: FastifyRequest,
  connectorId: number | 'default' | undefined,
) {
  const accountId = idpAccountOf(request)
  const input = inputOf(request.body)
  const of = { accountId, connectorId, requestId: request.id, origin: originOf(request) }
  return authenticateConsumer(ports, { ...of, ...input })
}

function inputOf(body: unknown): AuthenticateInput {
  const reading = readAuthenticate(body)
  if (reading.ok) return reading.input
  throw new DomainError('bad_request', `The request was not understood: ${reading.reason}.`)
}

/** `v`: the newest unless said; what is no number is refused (our decisions). */
function versionOf(request: FastifyRequest): number {
  const { v } = request.query as { readonly v?: unknown }
  if (v === undefined) return 3
  if (typeof v === 'string' && /^\d{1,9}(\.\d{1,9})?$/.test(v)) return Number(v)
  throw new DomainError('bad_request', 'v is not a number. Send v=3.0.')
}
