import { type Static, Type } from 'typebox'
import { StandardClaimsAnswer } from './standard-claims.ts'

/** What the userinfo endpoint answers: standard claims of OpenID Connect Core section 5.1, and no other member. */
export const Userinfo = Type.Object(
  {
    sub: Type.String({ description: 'The same as in the id_token' }),
    name: Type.Optional(Type.String()),
    email: Type.Optional(Type.String()),
    updated_at: Type.Optional(Type.Integer({ description: 'Seconds since 1970' })),
    ...StandardClaimsAnswer.properties,
  },
  { additionalProperties: false },
)
export type Userinfo = Static<typeof Userinfo>
