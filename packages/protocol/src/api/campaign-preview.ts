import { type Static, Type } from 'typebox'
import { languageForm } from '../engagements/language.ts'
import { nullableSchema } from './response-schema.ts'

/**
 * Asking which engagement somebody would be shown, and why not the others. Ours: the words are those of the Monitoring API
 * (contract 3 section 10.1), whose rule it is.
 */
export const PreviewBody = Type.Object(
  {
    identities: Type.Optional(
      Type.Array(
        Type.Object(
          {
            iss: Type.Optional(Type.String({ maxLength: 255 })),
            acr: Type.Unsafe<'0' | 'loa1'>({
              type: 'string',
              enum: ['0', 'loa1'],
              description: '`loa1`: the brand vouches for them; `0`: nobody does',
            }),
            sub: Type.Optional(Type.String({ maxLength: 512, description: 'Not looked at' })),
          },
          { additionalProperties: false },
        ),
        { maxItems: 10, description: 'What the page tells of its consumer; none: nobody' },
      ),
    ),
    entryPoints: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
        maxItems: 50,
        description:
          'Where they are: `https://…`, `sec://…`, `tel://…`; `lang://…` tells a language',
      }),
    ),
    language: Type.Optional(
      Type.String({
        maxLength: 50,
        pattern: languageForm.source,
        description: 'Such as `en-US`. Left out: of every language',
      }),
    ),
    channel: Type.Optional(
      Type.Unsafe<1 | 2>({ enum: [1, 2], description: '1 web, 2 mobile app. Left out: both' }),
    ),
  },
  { additionalProperties: false },
)
export type PreviewBody = Static<typeof PreviewBody>

const offer = {
  campaignId: Type.Integer(),
  campaignName: Type.String(),
  engagementId: Type.Integer(),
  engagementName: Type.String(),
  engagementRevision: Type.Integer(),
  connectorId: nullableSchema(Type.Integer()),
  connectorName: nullableSchema(Type.String()),
  windowId: nullableSchema(Type.String()),
  language: nullableSchema(Type.String()),
  weight: Type.Number(),
}

/** Which one, and why not the others. */
export const Preview = Type.Object({
  consumer: Type.String({
    description: '`authenticated`: the page tells an identity with `acr` `loa1`; else `anonymous`',
  }),
  language: nullableSchema(Type.String()),
  shown: Type.Union([Type.Object(offer), Type.Null()], {
    description: 'null: nothing is shown',
  }),
  others: Type.Array(
    Type.Object({
      ...offer,
      fits: Type.Boolean({ description: 'It would be shown, if the one that is shown were not' }),
      reasons: Type.Array(Type.Object({ rule: Type.String(), message: Type.String() })),
    }),
    { description: 'Those with the fewest reasons first; 200 at most' },
  ),
  leftOut: Type.Integer({ description: 'How many more there are' }),
})
export type Preview = Static<typeof Preview>
