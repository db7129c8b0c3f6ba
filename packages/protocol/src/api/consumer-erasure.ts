import { type Static, Type } from 'typebox'
import { Consumer } from './consumer.ts'
import { ConsumerId } from './consumer-id.ts'
import { ConsumerEvents } from './consumer-tokens.ts'

/** Erasures and exports of consumers, on the wire. */

const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })

/** That somebody was erased. */
export const ErasureReceipt = Type.Object({
  id: Type.String(),
  accountId: Type.String(),
  erasedAt: moment,
  consumerIds: Type.Array(ConsumerId, {
    description: 'The pseudonyms: every id that was linked to theirs. None: nobody was found',
  }),
  removed: Type.Object(
    {
      consumers: Type.Integer(),
      consumer_attributes: Type.Integer({ description: 'Of those, with words of a page' }),
      consumer_links: Type.Integer(),
      delegated_tokens: Type.Integer(),
      refused_handshakes: Type.Integer(),
    },
    { description: 'Rows, by table' },
  ),
  auditSequence: Type.Integer({ description: 'The line of the audit trail that tells of it' }),
  mac: Type.String({ description: 'HMAC-SHA256 over all of it, under a key of the account' }),
})
export type ErasureReceipt = Static<typeof ErasureReceipt>

/** One that was kept, and whether it is still what was written. */
export const KeptErasure = Type.Object({
  ...ErasureReceipt.properties,
  intact: Type.Boolean({ description: '`false`: somebody changed it in the database' }),
})
export type KeptErasure = Static<typeof KeptErasure>

/** A page of receipts, the newest first. */
export const ErasureList = Type.Object({
  erasures: Type.Array(KeptErasure),
  next: Type.Optional(
    Type.String({ description: 'Ask for the next page with it as `before`; absent: this is all' }),
  ),
})
export type ErasureList = Static<typeof ErasureList>

/** Which part of the list. */
export const ErasuresQuery = Type.Object({
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d?|1\\d\\d|200)$', description: '1 to 200; 50' }),
  ),
  before: Type.Optional(
    Type.String({
      pattern: '^\\d{1,15}\\.[0-9a-f]{32}$',
      description: '`next` of the page before',
    }),
  ),
})
export type ErasuresQuery = Static<typeof ErasuresQuery>

/** All that is kept of one person. */
export const ConsumerExport = Type.Object({
  exportedAt: moment,
  consumerIds: Type.Array(ConsumerId),
  consumers: Type.Array(Consumer),
  delegatedTokens: Type.Array(
    Type.Object({
      consumerId: ConsumerId,
      conversationId: Type.String({ description: 'Empty: of every conversation' }),
      connectorId: Type.Integer(),
      accessExpiresAt: Type.Optional(moment),
      keptUntil: moment,
      updatedAt: moment,
    }),
    { description: 'That tokens of the brand are kept; the tokens are not told' },
  ),
  refusedHandshakes: Type.Array(
    Type.Object({
      id: Type.String(),
      at: moment,
      connectorId: Type.Optional(Type.Integer()),
      code: Type.String(),
      reason: Type.Optional(Type.String()),
      claims: Type.Unsafe<object>({ type: 'object', additionalProperties: true }),
    }),
    { description: 'Of the last day, masked; those of others may look the same' },
  ),
  events: ConsumerEvents.properties.events,
  revocations: Type.Array(Type.Object({ consumerId: ConsumerId, before: moment })),
})
export type ConsumerExport = Static<typeof ConsumerExport>
