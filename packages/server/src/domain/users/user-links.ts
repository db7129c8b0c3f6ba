import type { UserLink } from '#storage/port.ts'
import type { User } from './user.ts'

/** What a user refers to, as it is indexed; a deleted user refers to nothing. */
export function linksOf(user: User): readonly UserLink[] {
  if (user.deleted) return []
  return [
    ...user.profileIds.map((targetId): UserLink => ({ kind: 'profile', targetId })),
    ...user.skillIds.map((targetId): UserLink => ({ kind: 'skill', targetId })),
    ...user.lobIds.map((targetId): UserLink => ({ kind: 'lob', targetId })),
    ...(user.memberOf === undefined
      ? []
      : [{ kind: 'member', targetId: user.memberOf.agentGroupId } satisfies UserLink]),
    ...user.managerOf.map(({ agentGroupId }): UserLink => {
      return { kind: 'manager', targetId: agentGroupId }
    }),
  ]
}

/** Whether two states of a user refer to the same things. */
export function sameLinks(one: User, other: User): boolean {
  const text = (user: User) => linksOf(user).map(({ kind, targetId }) => `${kind} ${targetId}`)
  return text(one).join() === text(other).join()
}
