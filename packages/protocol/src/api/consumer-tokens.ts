import { type Static, Type } from 'typebox'
import { ConsumerId } from './consumer-id.ts'

/** Introspection and revocation of consumer tokens, and what is told of consumers, on the wire. */

/** What introspection takes (RFC 7662 section 2.1). */
export const ConsumerTokenForm = Type.Object({
  token: Type.String({ description: 'A consumer token' }),
  token_type_hint: Type.Optional(Type.String()),
})

/** What revocation takes (RFC 7009 section 2.1): a token, or, as an administrator, a consumer. */
export const ConsumerRevocationForm = Type.Object({
  token: Type.Optional(
    Type.String({ description: 'A consumer token, or an anonymous token: that ends its identity' }),
  ),
  token_type_hint: Type.Optional(Type.String()),
  consumer_id: Type.Optional(ConsumerId),
})

/** What is told of a token (RFC 7662 section 2.2); of one that is not alive `active` alone. */
export const ConsumerIntrospection = Type.Object({
  active: Type.Boolean(),
  token_type: Type.Optional(Type.Literal('Bearer')),
  iss: Type.Optional(Type.String()),
  sub: Type.Optional(ConsumerId),
  aud: Type.Optional(Type.String()),
  exp: Type.Optional(Type.Integer()),
  iat: Type.Optional(Type.Integer()),
  jti: Type.Optional(Type.String()),
  acr: Type.Optional(Type.String({ description: '`loa1`: a brand vouches for them; `0`: nobody' })),
  sid: Type.Optional(
    Type.String({ description: 'Stands for the session at the identity provider' }),
  ),
})
export type ConsumerIntrospection = Static<typeof ConsumerIntrospection>

/** Events, the oldest first. */
export const ConsumerEvents = Type.Object({
  events: Type.Array(
    Type.Object({
      sequence: Type.Integer({ description: 'That of the audit trail' }),
      type: Type.String({
        description:
          '`consumer.stepup`, `consumer.unlinked`, `consumer.loggedout` or `consumer.erased`',
      }),
      at: Type.String({ description: 'ISO 8601, UTC' }),
      consumerId: Type.Optional(ConsumerId),
      toConsumerId: Type.Optional(ConsumerId),
      sid: Type.Optional(Type.String({ description: 'As consumer tokens have it' })),
    }),
  ),
  after: Type.Integer({ description: 'Ask with it for what comes next' }),
})
export type ConsumerEvents = Static<typeof ConsumerEvents>

/** Behind which number, and how many. */
export const ConsumerEventsQuery = Type.Object({
  after: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: '0 unless given' })),
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1000; 100' }),
  ),
})
export type ConsumerEventsQuery = Static<typeof ConsumerEventsQuery>
