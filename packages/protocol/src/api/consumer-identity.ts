import { Type } from 'typebox'

/** The body of a request for a ConsumerJWS (contract 3 section 8.6). */
export const ConsumerIdentity = Type.Object({
  ext_consumer_id: Type.String({
    maxLength: 255,
    description: 'Any stable id: the same is the same consumer',
  }),
})

/** Tokens of the brand (contract 3 section 8.8). */
export const DelegatedTokensAnswer = Type.Object({
  accessToken: Type.String(),
  idToken: Type.Optional(Type.String()),
})

/** A link by which a consumer logs in at the brand for one conversation. */
export const DelegationOffer = Type.Object(
  {
    connectorId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    conversationId: Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' }),
  },
  { additionalProperties: false },
)

export const DelegationLink = Type.Object({
  url: Type.String({ description: 'For the consumer, and nobody else' }),
  expiresIn: Type.Integer({ description: 'Seconds' }),
})
