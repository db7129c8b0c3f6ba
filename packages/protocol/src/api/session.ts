import { type Static, Type } from 'typebox'

/** Open sessions on the wire: our own resource. Nothing of it is a credential. */

const strict = { additionalProperties: false }
const moment = Type.String({ description: 'ISO 8601, UTC', examples: ['2026-01-15T12:00:00.000Z'] })

/** One open session. */
export const OpenSession = Type.Object(
  {
    id: Type.String(),
    userId: Type.Integer(),
    loginName: Type.String(),
    current: Type.Boolean({
      description:
        'The one you came with; with a token of an application, the browser session in which it was allowed, unless ' +
        'it may outlive that (`offline_access`)',
    }),
    createdAt: moment,
    lastUsedAt: moment,
    expiresAt: moment,
    idleEndsAt: moment,
    address: Type.String(),
    userAgent: Type.String(),
    method: Type.String({
      description:
        'How the user proved who they are; `browser`: on the sign-in page, for all applications',
    }),
  },
  strict,
)
export type OpenSession = Static<typeof OpenSession>

/** A page of sessions, newest first, and how many there are in all. */
export const OpenSessions = Type.Object(
  { sessions: Type.Array(OpenSession), total: Type.Integer() },
  strict,
)
export type OpenSessions = Static<typeof OpenSessions>

/** Whose sessions, and which part of the list. */
export const SessionQuery = Type.Object({
  user: Type.Optional(
    Type.Unsafe<'all'>({ type: 'string', const: 'all', description: 'Everybody’s' }),
  ),
  userId: Type.Optional(Type.String({ pattern: '^\\d{1,15}$', description: 'That user’s' })),
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1000; 100' }),
  ),
  offset: Type.Optional(Type.String({ pattern: '^\\d{1,7}$' })),
})
export type SessionQuery = Static<typeof SessionQuery>

/** Which sessions of a user are spared. */
export const EndSessionsQuery = Type.Object({
  keepCurrent: Type.Optional(
    Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] }),
  ),
})
export type EndSessionsQuery = Static<typeof EndSessionsQuery>

/** How many sessions were ended. */
export const EndedSessions = Type.Object({ ended: Type.Integer() }, strict)
export type EndedSessions = Static<typeof EndedSessions>

/** Whether there were failed logins to forget. */
export const Unlocked = Type.Object({ unlocked: Type.Boolean() }, strict)
export type Unlocked = Static<typeof Unlocked>

const named = Type.Object({ id: Type.Integer(), name: Type.String() }, strict)

/** Who the caller is. */
export const Me = Type.Object(
  {
    accountId: Type.String(),
    userId: Type.Integer(),
    loginName: Type.String(),
    fullName: Type.String(),
    isAdministrator: Type.Boolean(),
    profiles: Type.Array(Type.String()),
    roles: Type.Array(named),
    packages: Type.Array(named),
    managedGroupIds: Type.Array(Type.Integer()),
    idleMinutes: Type.Integer({
      description: 'The account’s limit: a session that nobody uses ends after so long',
    }),
    session: Type.Optional(OpenSession),
    grant: Type.Optional(
      Type.Object(
        {
          id: Type.String(),
          clientId: Type.String(),
          clientName: Type.String(),
          scopes: Type.Union([Type.Array(Type.String()), Type.Literal('all')], {
            description: '`all`: whatever the user may do',
          }),
        },
        {
          ...strict,
          description: 'Instead of `session`, if you came with an application’s token',
        },
      ),
    ),
  },
  strict,
)
export type Me = Static<typeof Me>
