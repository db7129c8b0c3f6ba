import { type Static, Type } from 'typebox'

/** The logo of an account on the wire: our own resource. */
export const LogoBody = Type.Object(
  {
    image: Type.String({
      maxLength: 90_000,
      description: 'PNG, JPEG or WebP of at most 64 KiB and 1024 pixels a side, as a `data:` URL',
      examples: ['data:image/png;base64,iVBORw0KGgo…'],
    }),
  },
  { additionalProperties: false },
)

/** Whether it is a fault that there is none. */
export const LogoQuery = Type.Object({
  ifAny: Type.Optional(Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] })),
})
export type LogoQuery = Static<typeof LogoQuery>

export const LogoAnswer = Type.Object(
  {
    url: Type.String({ description: 'Where everybody reads it' }),
    mediaType: Type.String(),
    sizeBytes: Type.Integer(),
    updatedAt: Type.Integer({ description: 'Milliseconds since 1970' }),
  },
  { additionalProperties: false },
)
export type LogoAnswer = Static<typeof LogoAnswer>
