import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { GroupTree } from './group-tree.ts'
import type { Profile } from './profile.ts'
import type { ConfigRights } from './rights.ts'
import type { User } from './user.ts'

/** Whom a caller may read and edit, worked out once for any number of users (contract 1 §4.5). */
export type UserReach = {
  mayRead(user: User): boolean
  /** Asked of a user as they are, and again as they are to become. */
  mayEdit(user: User): boolean
  /** Whether anybody at all may be made or deleted. */
  readonly editsOthers: boolean
}

/**
 * An agent manager reaches agents who belong to a group they manage or to one below it (package 30003),
 * and agent managers all of whose groups lie there (30004). Whoever has another role besides is out of
 * reach, and so is a manager with a package that the caller lacks, because who may set a password may
 * become that user. The caller is out of their own reach: nobody widens their own rights.
 */
export function reachOf(
  rights: ConfigRights,
  parts: { readonly tree: GroupTree; readonly profiles: ReadonlyMap<number, Profile> },
): UserReach {
  const groups = parts.tree.reach(rights.managedGroupIds)
  const agentIn = (user: User) =>
    user.memberOf !== undefined && groups.has(user.memberOf.agentGroupId)
  const managesIn = (user: User) =>
    user.managerOf.some(({ agentGroupId }) => groups.has(agentGroupId))
  const managesOnlyIn = (user: User) =>
    user.managerOf.length > 0 &&
    user.managerOf.every(({ agentGroupId }) => groups.has(agentGroupId))

  function mayHold(profile: Profile | undefined, user: User): boolean {
    if (profile?.roleTypeId === roleTypeIds.agent) return rights.agentUsers && agentIn(user)
    if (profile?.roleTypeId !== roleTypeIds.agentManager) return false
    const within = profile.enabledPackages.every((id) => rights.ownPackages.has(id))
    return within && rights.managerUsers && managesOnlyIn(user)
  }

  function mayEdit(user: User): boolean {
    if (rights.writesAllUsers) return true
    if (user.id === rights.userId || user.profileIds.length === 0) return false
    return user.profileIds.every((id) => mayHold(parts.profiles.get(id), user))
  }

  return {
    mayEdit,
    mayRead: (user) =>
      rights.readsAllUsers ||
      user.id === rights.userId ||
      (rights.agentUsers && agentIn(user)) ||
      (rights.managerUsers && managesIn(user)),
    editsOthers: rights.writesAllUsers || rights.agentUsers || rights.managerUsers,
  }
}
