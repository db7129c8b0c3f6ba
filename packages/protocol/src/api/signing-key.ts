import { type Static, Type } from 'typebox'

/** Signing keys as their administrators see them: our own resource. Nothing of it is secret. */

const strict = { additionalProperties: false }
const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })

/** One key and its times. */
export const SigningKeyView = Type.Object(
  {
    kid: Type.String(),
    purpose: Type.String({
      description:
        'issuer, of an account; appjwt, idtoken, consumer, anonymous, consumerjws or encryption, of the instance',
    }),
    algorithm: Type.String({ examples: ['ES256'], description: '`RSA-OAEP-256`: encryption' }),
    state: Type.String({
      description:
        '`next`: published, and will sign. `signing`. `kept`: signs no more, and is published for as long as ' +
        'tokens that it signed may live. An encryption key signs nothing: `signing` is the one to encrypt to, ' +
        'and `kept` ones open still.',
    }),
    publishedAt: moment,
    signsFrom: moment,
    signsUntil: Type.Optional(
      Type.String({ description: 'When the next one takes over, if there is one' }),
    ),
    neededUntil: Type.Optional(
      Type.String({
        description:
          'No token that it signed is valid for longer; noted up to an hour and a minute ahead of use. ' +
          '9999-12-31: tokens that never expire',
      }),
    ),
    rotatesAt: Type.Optional(
      Type.String({ description: 'When a successor will be published, by the schedule' }),
    ),
  },
  strict,
)
export type SigningKeyView = Static<typeof SigningKeyView>

/** All keys of an account, or of the instance. */
export const SigningKeyList = Type.Object({ keys: Type.Array(SigningKeyView) }, strict)

/** Which line of keys is to have a successor. */
export const SigningKeyRotation = Type.Object(
  {
    algorithm: Type.Optional(
      Type.Unsafe<'RS256' | 'ES256' | 'PS256' | 'EdDSA'>({
        type: 'string',
        enum: ['RS256', 'ES256', 'PS256', 'EdDSA'],
        description: 'Only this one; without it, every algorithm there is a key for',
      }),
    ),
    now: Type.Optional(
      Type.Boolean({
        description:
          'Sign with it at once, because the present one may be known to others: verifiers that keep the keys ' +
          'for a while refuse new tokens until they have fetched them again',
      }),
    ),
  },
  strict,
)
export type SigningKeyRotation = Static<typeof SigningKeyRotation>

const instancePurposes = [
  'appjwt',
  'idtoken',
  'consumer',
  'anonymous',
  'consumerjws',
  'encryption',
] as const

/** Which line of the instance's keys. */
export const InstanceKeyRotation = Type.Object(
  {
    purpose: Type.Unsafe<(typeof instancePurposes)[number]>({
      type: 'string',
      enum: [...instancePurposes],
    }),
    now: SigningKeyRotation.properties.now,
  },
  strict,
)
export type InstanceKeyRotation = Static<typeof InstanceKeyRotation>
