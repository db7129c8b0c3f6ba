import {
  ConsumerEvents,
  ConsumerEventsQuery,
  ConsumerIntrospection,
  ConsumerRevocationForm,
  ConsumerTokenForm,
} from '@watchword/protocol/api/consumer-tokens.ts'
import { OAuth2ErrorAnswer } from '@watchword/protocol/api/oauth2-answers.ts'
import { OAuth2Error } from '@watchword/protocol/oauth2/errors.ts'
import { readTokenInQuestion } from '@watchword/protocol/oauth2/token-hint.ts'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { introspectConsumer } from '#domain/consumers/introspect-consumer.ts'
import { listConsumerEvents } from '#domain/consumers/list-consumer-events.ts'
import {
  type RevokeConsumerPorts,
  revokeConsumer,
  revokeConsumerToken,
} from '#domain/consumers/revoke-consumer.ts'
import { formOf } from '#http/form-body.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { AccountParams, base, commonRefusals } from '../route-about.ts'
import { askOf } from './ask-of.ts'
import { wireEvent } from './wire-event.ts'

export type ConsumerTokenPorts = RevokeConsumerPorts & Parameters<typeof listConsumerEvents>[0]

const about = {
  tags: ['Consumers' as const],
  security: byBearer,
  params: AccountParams,
}
const ofForm = { ...about, consumes: ['application/x-www-form-urlencoded'] }
const refusals = {
  400: OAuth2ErrorAnswer,
  401: OAuth2ErrorAnswer,
  403: OAuth2ErrorAnswer,
  404: OAuth2ErrorAnswer,
}
const config = { errorShape: 'oauth2' as const }

/** Whether a consumer token is alive (RFC 7662). */
export function addIntrospection(app: FastifyInstance, ports: ConsumerTokenPorts): void {
  const schema = {
    ...ofForm,
    summary: 'Ask about a consumer token',
    description:
      'For an application in its own name with the scope `introspect`, or an administrator. Of a token that is not ' +
      'alive, or no consumer token, it tells `active: false` and nothing else (RFC 7662).',
    operationId: 'introspectConsumer',
    body: ConsumerTokenForm,
    response: { 200: ConsumerIntrospection, ...refusals },
  }
  app.post(`${base}/consumers/introspect`, { schema, config }, (request) => {
    const { token } = readTokenInQuestion(formOf(request))
    return introspectConsumer(ports, askOf(request), token)
  })
}

/** The end of a consumer token, or of all of one consumer (RFC 7009). */
export function addRevocation(app: FastifyInstance, ports: ConsumerTokenPorts): void {
  const schema = {
    ...ofForm,
    summary: 'Revoke consumer tokens',
    description:
      'A consumer token ends alone; an anonymous token takes its identity along, for good; an administrator may end ' +
      'every login of a consumer by `consumer_id`. For an application in its own name with the scope ' +
      '`consumers:write`, or an administrator. In force everywhere within a second (RFC 7009).',
    operationId: 'revokeConsumer',
    body: ConsumerRevocationForm,
    response: { 200: Type.Null(), ...refusals },
  }
  app.post(`${base}/consumers/revoke`, { schema, config }, async (request, reply) => {
    const form = formOf(request)
    const id = form.get('consumer_id')
    const ask = askOf(request)
    if (id === undefined) {
      await revokeConsumerToken(ports, ask, readTokenInQuestion(form).token)
    } else if (form.get('token') === undefined) await revokeConsumer(ports, ask, id)
    else throw new OAuth2Error('invalid_request', 'Send token or consumer_id, not both.')
    return reply.code(200).send()
  })
}

/** What happened to consumers, for other services. */
export function addEvents(app: FastifyInstance, ports: ConsumerTokenPorts): void {
  const schema = {
    ...about,
    summary: 'What happened to consumers',
    description:
      'Step-ups, undone ones, logouts and erasures behind a number, the oldest first, kept for 30 days: ids, nothing ' +
      'personal. For an application in its own name with the scope `consumers:read`, or an administrator.',
    operationId: 'listConsumerEvents',
    querystring: ConsumerEventsQuery,
    response: { 200: ConsumerEvents, ...commonRefusals },
  }
  app.get<{ Querystring: ConsumerEventsQuery }>(
    `${base}/consumers/events`,
    { schema },
    async (request): Promise<ConsumerEvents> => {
      const { after = '0', limit = '100' } = request.query
      const page = { after: Number(after), limit: Number(limit) }
      const events = await listConsumerEvents(ports, askOf(request), page)
      return { events: events.map(wireEvent), after: events.at(-1)?.sequence ?? page.after }
    },
  )
}
