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
