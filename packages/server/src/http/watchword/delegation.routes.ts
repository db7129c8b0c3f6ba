import { DelegationLink, DelegationOffer } from '@watchword/protocol/api/consumer-identity.ts'
import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { requireAdministrator } from '#domain/caller.ts'
import { type OfferLoginPorts, offerLogin } from '#domain/delegation/offer-login.ts'
import { callerOf } from '#http/authenticate.ts'
import { byBearer } from '#http/openapi/route-docs.ts'
import { base, commonRefusals } from './route-about.ts'

/** Links by which consumers log in at the brand for one conversation (contract 3 section 12). */
export function addDelegation(app: FastifyInstance, ports: OfferLoginPorts): void {
  const schema = {
    tags: ['Consumers' as const],
    security: byBearer,
    summary: 'Let a consumer log in for a conversation',
    description:
      'A link to the identity provider of a connector that delegates. The token that the brand then gives is kept for the ' +
      'conversation, and read at `…/consumer/{consumerId}/brand/tokens`. For applications with the scope ' +
      '`consumers:invoke`, and administrators.',
    operationId: 'offerDelegation',
    params: Type.Object({ accountId: Type.String(), consumerId: Type.String() }),
    body: DelegationOffer,
    response: { 200: DelegationLink, ...commonRefusals },
  }
  app.post<{ Params: { consumerId: string }; Body: Static<typeof DelegationOffer> }>(
    `${base}/consumers/:consumerId/delegation`,
    { schema },
    async (request, reply) => {
      const caller = callerOf(request)
      if (caller.kind !== 'application') requireAdministrator(caller)
      const { consumerId } = request.params
      const { url, lifetimeSeconds } = await offerLogin(ports, caller, {
        consumerId,
        ...request.body,
      })
      reply.header('cache-control', 'no-store')
      return { url, expiresIn: lifetimeSeconds }
    },
  )
}
