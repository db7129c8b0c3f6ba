import { AttributesBody, UnverifiedAttributes } from '@watchword/protocol/api/consumer.ts'
import type { FastifyInstance } from 'fastify'
import {
  type ConsumerAttributePorts,
  changeAttributes,
} from '#domain/consumers/consumer-attributes.ts'
import { consumerOf } from '#http/authenticate-consumer.ts'
import { byConsumer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from '../route-about.ts'
import { wireAttributes } from './wire-consumer.ts'

/** What the consumer's page says of them. */
export function addOwnAttributes(app: FastifyInstance, ports: ConsumerAttributePorts): void {
  const about = {
    tags: ['Consumers' as const],
    security: byConsumer,
    params: AccountParams,
    body: AttributesBody,
    response: { 200: UnverifiedAttributes, ...commonRefusals },
  }
  const path = `${base}/consumers/me/attributes`
  const replace = {
    ...about,
    summary: 'Say what is known of me',
    description:
      'Engagement attributes (contract of the web tag): one, or a list. They take the place of all that were sent ' +
      'before. Nobody vouches for them, and they are shown so.',
    operationId: 'replaceOwnAttributes',
  }
  app.put(path, { schema: replace }, async (request) =>
    wireAttributes(
      await changeAttributes(ports, consumerOf(request), { body: request.body, how: 'replace' }),
    ),
  )
  const add = {
    ...about,
    summary: 'Say more of what is known of me',
    description:
      '`prodView`, `error`, `purchase`, `lead` and `searchInfo` are added, the newest 20 of each kept; any other takes ' +
      'the place of the one of its type.',
    operationId: 'addOwnAttributes',
  }
  app.patch(path, { schema: add }, async (request) =>
    wireAttributes(
      await changeAttributes(ports, consumerOf(request), { body: request.body, how: 'add' }),
    ),
  )
}
