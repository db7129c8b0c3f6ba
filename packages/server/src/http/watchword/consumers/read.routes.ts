import { Consumer, ConsumerList, ConsumersQuery } from '@watchword/protocol/api/consumer.ts'
import { parseConsumerId } from '@watchword/protocol/api/consumer-id.ts'
import { PersonBody } from '@watchword/protocol/api/consumer-person.ts'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { requireConsumerRights } from '#domain/consumers/consumer-rights.ts'
import { findConsumers } from '#domain/consumers/find-consumers.ts'
import type { FindPersonPorts } from '#domain/consumers/find-person.ts'
import {
  type ConsumerReadPorts,
  listConsumers,
  readConsumer,
} from '#domain/consumers/read-consumers.ts'
import { DomainError } from '#domain/errors.ts'
import { accountOf } from '#http/account-of.ts'
import { callerOf } from '#http/authenticate.ts'
import { consumerIfAny, consumerOf } from '#http/authenticate-consumer.ts'
import { byBearer, byBearerOrConsumer, byConsumer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from '../route-about.ts'
import { wireConsumer, wireConsumers } from './wire-consumer.ts'

const about = { tags: ['Consumers' as const] }
const OfConsumer = Type.Object({ accountId: Type.String(), consumerId: Type.String() })

/** The list, for users who may see consumers. */
export function addConsumerList(app: FastifyInstance, ports: ConsumerReadPorts): void {
  const schema = {
    ...about,
    security: byBearer,
    summary: 'List consumers',
    description:
      'The last seen first, without anything personal. Needs the permission package 20015 or 30015, or an administrator.',
    operationId: 'listConsumers',
    params: AccountParams,
    querystring: ConsumersQuery,
    response: { 200: ConsumerList, ...commonRefusals },
  }
  app.get<{ Querystring: ConsumersQuery }>(
    `${base}/consumers`,
    { schema },
    async (request): Promise<ConsumerList> => {
      requireConsumerRights(callerOf(request))
      const { limit = '50', before } = request.query
      const page = { limit: Number(limit), ...(before !== undefined && { before: cursor(before) }) }
      return wireConsumers(await listConsumers(ports, accountOf(request), page))
    },
  )
}

/** Whom a name means, for users who may see consumers. */
export function addFindConsumers(app: FastifyInstance, ports: FindPersonPorts): void {
  const schema = {
    ...about,
    security: byBearer,
    summary: 'Find a consumer by a name',
    description:
      'By the `sub` of an identity provider, by the name that applications use, or by id: who is meant, if they were ever ' +
      'here. It is a POST because the name is personal. Rights as of the list.',
    operationId: 'findConsumers',
    params: AccountParams,
    body: PersonBody,
    response: { 200: ConsumerList, ...commonRefusals },
  }
  app.post(`${base}/consumers/find`, { schema }, async (request): Promise<ConsumerList> => {
    requireConsumerRights(callerOf(request))
    const consumers = await findConsumers(ports, accountOf(request), request.body)
    return wireConsumers({ consumers, next: undefined })
  })
}

/** One consumer, for users who may see consumers, and for that consumer. */
export function addConsumer(app: FastifyInstance, ports: ConsumerReadPorts): void {
  const schema = {
    ...about,
    security: byBearerOrConsumer,
    summary: 'Read a consumer',
    description:
      'By whom they are known, what is vouched for (each value with who says so, by which word, as of when), and apart ' +
      'from that what nobody vouches for. Needs the permission package 20015 or 30015, or an administrator; a consumer ' +
      'reads themselves by their token.',
    operationId: 'readConsumer',
    params: OfConsumer,
    response: { 200: Consumer, ...commonRefusals },
  }
  app.get(`${base}/consumers/:consumerId`, { schema }, async (request) => {
    const consumer = consumerIfAny(request)
    if (consumer === undefined) requireConsumerRights(callerOf(request))
    const id = consumerIdOf(request)
    // Of others a consumer learns no more than that they are not there.
    if (consumer !== undefined && consumer.consumerId !== id) throw noSuchConsumer()
    return read(ports, request, id)
  })
}

/** The consumer who asks. */
export function addOwnConsumer(app: FastifyInstance, ports: ConsumerReadPorts): void {
  const schema = {
    ...about,
    security: byConsumer,
    summary: 'Who am I, as a consumer',
    description: 'What is known of the consumer whose token it is, and of nobody else.',
    operationId: 'readOwnConsumer',
    params: AccountParams,
    response: { 200: Consumer, ...commonRefusals },
  }
  app.get(`${base}/consumers/me`, { schema }, (request) =>
    read(ports, request, consumerOf(request).consumerId),
  )
}

/** The path's consumer; an id that cannot be is that of nobody. */
export function consumerIdOf(request: FastifyRequest): string {
  const { consumerId } = request.params as { readonly consumerId?: string }
  const id = parseConsumerId(consumerId)
  if (id === undefined) throw noSuchConsumer()
  return id
}

/** The answer to a consumer of nobody, or of another account. */
export function noSuchConsumer(): DomainError {
  return new DomainError('not_found', 'There is no such consumer.')
}

async function read(ports: ConsumerReadPorts, request: FastifyRequest, id: string) {
  const known = await readConsumer(ports, accountOf(request), id)
  if (known === undefined) throw noSuchConsumer()
  return wireConsumer(known)
}

function cursor(text: string): { readonly lastSeenAt: number; readonly id: string } {
  const [lastSeenAt, id = ''] = text.split('.')
  return { lastSeenAt: Number(lastSeenAt), id }
}
