import { looksLikeConsumerJwt } from '@watchword/protocol/consumers/consumer-jwt.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Callers } from '#domain/authorization/callers.ts'
import type { ConsumerCaller, ConsumerTokens } from '#domain/consumers/consumer-tokens.ts'
import { DomainError } from '#domain/errors.ts'
import { accountOf } from './account-of.ts'
import { errorOf, requireUser } from './authenticate.ts'

const consumers = new WeakMap<FastifyRequest, ConsumerCaller>()

type Done = (fault?: Error) => void

/** The hook of a route for consumers alone: their token, by `Bearer` or, as messaging clients send it, by `jwt`. */
export function requireConsumer({ tokens }: { readonly tokens: Pick<ConsumerTokens, 'find'> }) {
  return (request: FastifyRequest, _reply: FastifyReply, done: Done): void =>
    identifyConsumer(tokens, request, done)
}

/** The hook of a route for users, and for consumers as far as it is about themselves (`consumerIfAny`). */
export function requireUserOrConsumer(ports: {
  readonly callers: Callers
  readonly tokens: Pick<ConsumerTokens, 'find'>
}) {
  const identifyUser = requireUser(ports)
  return (request: FastifyRequest, reply: FastifyReply, done: Done): void => {
    if (isOfConsumer(request.headers.authorization)) identifyConsumer(ports.tokens, request, done)
    else identifyUser(request, reply, done)
  }
}

/** Which consumer asks, on a route behind `requireConsumer`. */
export function consumerOf(request: FastifyRequest): ConsumerCaller {
  const consumer = consumers.get(request)
  if (consumer === undefined) throw new Error('The route is not for consumers.')
  return consumer
}

/** Which consumer asks, on a route behind `requireUserOrConsumer`; `undefined`: a user does. */
export function consumerIfAny(request: FastifyRequest): ConsumerCaller | undefined {
  return consumers.get(request)
}

/** One that is in the cache is answered without a promise, as a bearer is. */
function identifyConsumer(
  tokens: Pick<ConsumerTokens, 'find'>,
  request: FastifyRequest,
  done: Done,
): void {
  const accept = (found: ConsumerCaller | undefined) => {
    if (found === undefined) throw refused()
    consumers.set(request, found)
  }
  try {
    const found = tokens.find(accountOf(request), tokenOf(request.headers.authorization))
    if (found instanceof Promise) {
      found.then(accept).then(() => done(), done)
      return
    }
    accept(found)
  } catch (fault) {
    done(errorOf(fault))
    return
  }
  done()
}

const credential = /^(?:bearer|jwt) +([\w-]+\.[\w-]+\.[\w-]+) *$/i

function tokenOf(header: string | undefined): string {
  if (header === undefined) {
    throw new DomainError(
      'unauthenticated',
      'This needs a consumer token: "Authorization: Bearer …".',
    )
  }
  const token = credential.exec(header)?.[1]
  if (token === undefined) throw refused()
  return token
}

function isOfConsumer(header: string | undefined): boolean {
  if (header === undefined) return false
  const [scheme = '', token = ''] = header.split(/ +/, 2)
  return /^jwt$/i.test(scheme) || looksLikeConsumerJwt(token)
}

function refused(): DomainError {
  return new DomainError(
    'invalid_bearer',
    'The consumer token is not known, has expired or was revoked. Let the consumer in again.',
  )
}
