import { type Static, Type } from 'typebox'

/** What users allowed applications, on the wire: our own resource. Nothing of it is a credential. */

const strict = { additionalProperties: false }
const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })
const scopes = Type.Array(Type.String(), { description: 'In the order in which they were granted' })

/** An authorization that an application holds from a user: the family of its tokens. */
export const GrantOfUser = Type.Object(
  {
    id: Type.String(),
    userId: Type.Integer(),
    loginName: Type.String(),
    clientId: Type.String(),
    clientName: Type.String({ description: 'Empty if the application is not installed any more' }),
    path: Type.Unsafe<'sentinel' | 'oidc'>({
      type: 'string',
      enum: ['sentinel', 'oidc'],
      description: '`sentinel`: the application may do whatever the user may. `oidc`: its scopes.',
    }),
    scopes,
    current: Type.Boolean({ description: 'The one whose token you came with' }),
    createdAt: moment,
    lastUsedAt: moment,
    expiresAt: moment,
  },
  strict,
)
export type GrantOfUser = Static<typeof GrantOfUser>

/** A page of grants, newest first, and how many there are in all. */
export const GrantList = Type.Object(
  { grants: Type.Array(GrantOfUser), total: Type.Integer() },
  strict,
)
export type GrantList = Static<typeof GrantList>

/** What a user allowed an application on the consent page, so that they are not asked again. */
export const ConsentOfUser = Type.Object(
  {
    userId: Type.Integer(),
    loginName: Type.String(),
    clientId: Type.String(),
    clientName: Type.String({ description: 'Empty if the application is not installed any more' }),
    scopes,
    createdAt: moment,
    updatedAt: moment,
  },
  strict,
)
export type ConsentOfUser = Static<typeof ConsentOfUser>

/** A page of consents, the last changed first, and how many there are in all. */
export const ConsentList = Type.Object(
  { consents: Type.Array(ConsentOfUser), total: Type.Integer() },
  strict,
)
export type ConsentList = Static<typeof ConsentList>

const page = {
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1000; 100' }),
  ),
  offset: Type.Optional(Type.String({ pattern: '^\\d{1,7}$' })),
}
const clientId = Type.Optional(
  Type.String({ pattern: '^[\\w-]{1,64}$', description: 'Of that application' }),
)

/** Which part of one's own. */
export const OwnGrantsQuery = Type.Object({ clientId, ...page })
export type OwnGrantsQuery = Static<typeof OwnGrantsQuery>

/** Whose, of which application, and which part. */
export const GrantsQuery = Type.Object({
  userId: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: 'Of that user' })),
  clientId,
  ...page,
})
export type GrantsQuery = Static<typeof GrantsQuery>
