import { type Static, Type } from 'typebox'

/** How many users there are, and which of them are locked: our own resources. */

const strict = { additionalProperties: false }

/** What users are counted by: the kinds of objects that they refer to. */
export const userCountKinds = ['agentGroups', 'profiles', 'skills', 'lobs'] as const
export type UserCountKind = (typeof userCountKinds)[number]

/** What is counted besides all. */
export const UserCountsQuery = Type.Object({
  by: Type.Optional(
    Type.Unsafe<UserCountKind>({
      type: 'string',
      enum: [...userCountKinds],
      description: 'Count for each of these objects, too',
    }),
  ),
})
export type UserCountsQuery = Static<typeof UserCountsQuery>

/** How many users there are. */
export const UserCounts = Type.Object(
  {
    total: Type.Integer({ description: 'Users whom you may read' }),
    counts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Type.Integer(),
            users: Type.Integer({ description: 'How many refer to it; of a group, its members' }),
            managers: Type.Optional(
              Type.Integer({ description: 'Of a group: how many manage it themselves' }),
            ),
          },
          strict,
        ),
        { description: 'With `by`, by id; objects to which nobody refers are left out' },
      ),
    ),
  },
  strict,
)
export type UserCounts = Static<typeof UserCounts>

/** Whose members are asked for, and which part of them. */
export const UserMembersQuery = Type.Object({
  by: Type.Unsafe<UserCountKind>({
    type: 'string',
    enum: [...userCountKinds],
    description: 'What kind of object they refer to',
  }),
  id: Type.String({ pattern: '^(0|-?[1-9]\\d{0,14})$', description: 'Which of them' }),
  managers: Type.Optional(
    Type.Unsafe<'true' | 'false'>({
      type: 'string',
      enum: ['true', 'false'],
      description: 'Of a group: those who manage it themselves, and not its members',
    }),
  ),
  offset: Type.Optional(Type.String({ pattern: '^\\d{1,7}$', description: '0' })),
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d?|1\\d\\d|200)$', description: '1 to 200; 50' }),
  ),
})
export type UserMembersQuery = Static<typeof UserMembersQuery>

/** Users who refer to an object. */
export const UserMembers = Type.Object(
  {
    total: Type.Integer({ description: 'All who do and whom you may read' }),
    users: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          loginName: Type.String(),
          nickname: Type.String(),
          isEnabled: Type.Boolean(),
        },
        strict,
      ),
      { description: 'The part of them that was asked for, by id' },
    ),
  },
  strict,
)
export type UserMembers = Static<typeof UserMembers>

/** Every user who is locked. */
export const LockedUsers = Type.Object(
  {
    total: Type.Integer(),
    users: Type.Array(
      Type.Object(
        {
          id: Type.Integer(),
          loginName: Type.String(),
          lockedUntil: Type.Union([Type.String(), Type.Null()], {
            description: 'ISO 8601, UTC; `null`: until an administrator unlocks them',
          }),
        },
        strict,
      ),
      { description: 'All of them, the nearest end first' },
    ),
  },
  strict,
)
export type LockedUsers = Static<typeof LockedUsers>
