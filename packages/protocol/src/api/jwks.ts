import { type Static, Type } from 'typebox'

/**
 * A public signing key (RFC 7517 section 4) of ours. The members of its material go by its kind (RFC 7518 section 6);
 * a private member has no place here, so that none can ever be told.
 */
export const PublicKey = Type.Object(
  {
    kty: Type.String({ examples: ['RSA'] }),
    kid: Type.String({ examples: ['appjwt-15-01-26-5c41909c066d'] }),
    alg: Type.String({ examples: ['RS256'] }),
    use: Type.Literal('sig'),
    n: Type.Optional(Type.String({ description: 'RSA: the modulus' })),
    e: Type.Optional(Type.String({ description: 'RSA: the exponent' })),
    crv: Type.Optional(Type.String({ description: 'EC and OKP: the curve' })),
    x: Type.Optional(Type.String()),
    y: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
)

/** A set of keys (RFC 7517 section 5). */
export const Jwks = Type.Object({ keys: Type.Array(PublicKey) }, { additionalProperties: false })
export type Jwks = Static<typeof Jwks>

/** What tokens for us are encrypted to, as a set of keys and in the form that is pasted (contract 3 section 5.1). */
export const EncryptionKeyDocument = Type.Object(
  {
    keys: Type.Array(
      Type.Object(
        {
          kty: Type.Literal('RSA'),
          kid: Type.String({ examples: ['encryption-15-01-26-5c41909c066d'] }),
          alg: Type.Literal('RSA-OAEP-256'),
          use: Type.Literal('enc'),
          n: Type.String({ description: 'The modulus' }),
          e: Type.String({ description: 'The exponent' }),
        },
        { additionalProperties: false },
      ),
    ),
    publicKey: Type.String({
      description:
        'The first of them: its X.509 SubjectPublicKeyInfo in base64, without header lines or newlines',
      examples: ['MIIBIjANBgkq…'],
    }),
  },
  { additionalProperties: false },
)
export type EncryptionKeyDocument = Static<typeof EncryptionKeyDocument>
