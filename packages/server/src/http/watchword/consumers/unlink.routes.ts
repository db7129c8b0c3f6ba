import { ConsumerLink } from '@watchword/protocol/api/consumer.ts'
import { UnlinkBody } from '@watchword/protocol/api/consumer-person.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { type UnlinkPorts, unlinkConsumer } from '#domain/consumers/unlink-consumer.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { base, commonRefusals } from '../route-about.ts'
import { askOf } from './ask-of.ts'
import { consumerIdOf } from './read.routes.ts'
import { wireLink } from './wire-consumer.ts'

/** A step-up is taken back. */
export function addUnlink(app: FastifyInstance, ports: UnlinkPorts): void {
  const schema = {
    tags: ['Consumers' as const],
    security: byBearer,
    summary: 'Take a step-up back',
    description:
      'The anonymous consumer is somebody else again, their identity goes on, and what their page said is taken away ' +
      'from the known one. By the id of either. For administrators.',
    operationId: 'unlinkConsumer',
    params: Type.Object({ accountId: Type.String(), consumerId: Type.String() }),
    body: Type.Optional(UnlinkBody),
    response: { 200: ConsumerLink, ...commonRefusals },
  }
  app.post(`${base}/consumers/:consumerId/unlink`, { schema }, async (request) => {
    const which = { id: consumerIdOf(request), body: request.body }
    return wireLink(await unlinkConsumer(ports, askOf(request), which))
  })
}
