import { type Static, Type } from 'typebox'
import { unverifiedSdeTypes } from '../consumers/unverified-sde-fields.ts'
import { ConsumerId } from './consumer-id.ts'

/** Consumers on the wire: what agents see of them (contract 3 section 16), and what is ours. */

const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })
const issuer = Type.String({ examples: ['https://www.brand.example'] })

const sdes = Type.Array(
  Type.Unsafe<object>({
    type: 'object',
    required: ['type'],
    properties: { type: { type: 'string' } },
    additionalProperties: true,
  }),
  { description: 'Engagement attributes, each an object with its `type`' },
)

const kind = Type.Unsafe<'brand' | 'ext' | 'anon'>({
  type: 'string',
  enum: ['brand', 'ext', 'anon'],
  description: 'Who names them: the brand’s identity provider, an application, or nobody',
})

const acr = Type.Unsafe<'0' | 'loa1'>({
  type: 'string',
  enum: ['0', 'loa1'],
  description: '`loa1`: the brand’s identity provider vouches for them; `0`: nobody does',
})

/** What a consumer's page said of them. */
export const UnverifiedAttributes = Type.Object(
  { lp_sdes: sdes, updatedAt: Type.Optional(moment) },
  { description: 'What the page said of them: nobody vouches for any of it' },
)
export type UnverifiedAttributes = Static<typeof UnverifiedAttributes>

/** What a consumer's page sends: one engagement attribute, or a list of them. */
export const AttributesBody = Type.Unsafe<unknown>({
  description: 'One engagement attribute, or a list of at most 50',
  anyOf: [
    {
      type: 'object',
      required: ['type'],
      properties: {
        type: { type: 'string', enum: Object.keys(unverifiedSdeTypes), examples: ['lead'] },
      },
      additionalProperties: true,
    },
    { type: 'array', items: { type: 'object', additionalProperties: true } },
  ],
})

/** That an anonymous consumer turned out to be somebody who is known, and how that came about. */
export const ConsumerLink = Type.Object({
  fromConsumerId: ConsumerId,
  toConsumerId: ConsumerId,
  linkedAt: moment,
  unlinkedAt: Type.Optional(moment),
  connectorId: Type.Integer({ description: 'By which they became known' }),
  issuer,
  vouchedAt: moment,
  policy: Type.String({ description: '`settings.consumers.stepUp` at that time' }),
  wasHere: Type.Boolean({ description: 'Whether the known one was here before' }),
  choice: Type.Optional(Type.String({ description: 'What the consumer was asked, and said' })),
  requestId: Type.String(),
})
export type ConsumerLink = Static<typeof ConsumerLink>

/** One consumer. */
export const Consumer = Type.Object({
  consumerId: ConsumerId,
  kind,
  acr,
  firstName: Type.Optional(Type.String()),
  lastName: Type.Optional(Type.String()),
  claims: Type.Optional(
    Type.Object(
      { sub: Type.String(), iss: issuer, lp_sdes: sdes },
      { description: 'By whom they are known, and what is vouched for' },
    ),
  ),
  authenticatedData: Type.Object(
    { lp_sdes: sdes },
    { description: 'What an application said of them' },
  ),
  privateData: Type.Object({
    mobileNum: Type.Optional(Type.String()),
    userId: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
  }),
  verified: Type.Array(
    Type.Object({
      path: Type.String({ examples: ['personal.contacts[0].email'] }),
      value: Type.Unknown(),
      issuer,
      source: Type.String({
        description: '`lp_sdes`, or the claim that it came by',
        examples: ['email'],
      }),
      at: moment,
    }),
    { description: 'Each value that is vouched for: by whom, by which word, and as of when' },
  ),
  unverified: UnverifiedAttributes,
  links: Type.Array(ConsumerLink),
  connectorId: Type.Optional(Type.Integer({ description: 'By which they came in last' })),
  createdAt: moment,
  lastSeenAt: moment,
  vouchedAt: Type.Optional(moment),
  loggedOutAt: Type.Optional(moment),
})
export type Consumer = Static<typeof Consumer>

/** Consumers, the last seen first, without anything personal. */
export const ConsumerList = Type.Object({
  consumers: Type.Array(
    Type.Object({
      consumerId: ConsumerId,
      kind,
      acr,
      createdAt: moment,
      lastSeenAt: moment,
      loggedOutAt: Type.Optional(moment),
    }),
  ),
  next: Type.Optional(
    Type.String({ description: 'Ask for the next page with it as `before`; absent: this is all' }),
  ),
})
export type ConsumerList = Static<typeof ConsumerList>

/** Which part of the list. */
export const ConsumersQuery = Type.Object({
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d?|1\\d\\d|200)$', description: '1 to 200; 50' }),
  ),
  before: Type.Optional(
    Type.String({
      pattern: '^\\d{1,15}\\.[0-9a-f]{64}$',
      description: '`next` of the page before',
    }),
  ),
})
export type ConsumersQuery = Static<typeof ConsumersQuery>
