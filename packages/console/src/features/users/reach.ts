import type { AgentGroup } from '@watchword/protocol/api/agent-group.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import type { Me } from '@watchword/protocol/api/session.ts'
import { groupsBelow } from './groups.ts'
import type { FullUser } from './user-types.ts'

type Reached = Pick<FullUser, 'id' | 'profileIds' | 'memberOf' | 'managerOf'>
type About = {
  readonly me: Pick<Me, 'userId' | 'packages' | 'managedGroupIds'>
  readonly profiles: readonly Profile[]
  readonly groups: readonly AgentGroup[]
}

const packageIds = { users: 10_001, agentUsers: 30_003, managerUsers: 30_004 } as const
const roleIds = { agent: 2, agentManager: 3, lpa: 5 } as const

/** Whom the signed-in user may edit, and which profiles they may give (contract 1 section 4.5). */
export type Reach = {
  /** Everybody, without looking. */
  readonly all: boolean
  readonly mayEdit: (user: Reached) => boolean
  readonly mayGive: (profile: Profile) => boolean
}

/**
 * As the API decides it: package 10001 reaches everybody; 30003 the agents of the groups one manages, 30004 the agent
 * managers all of whose groups lie there and who hold no package that one lacks. Nobody reaches themselves by these.
 * It decides what is shown; the API decides what is done.
 */
export function reachOf({ me, profiles, groups }: About): Reach {
  const own = new Set(me.packages.map(({ id }) => id))
  const all = own.has(packageIds.users)
  const byId = new Map(profiles.map((profile) => [profile.id, profile]))
  const within = groupsBelow(groups, me.managedGroupIds)
  const isGivable = (profile: Profile) => {
    if (profile.roleTypeId === roleIds.lpa) return false
    if (all) return true
    if (profile.roleTypeId === roleIds.agent) return own.has(packageIds.agentUsers)
    return (
      profile.roleTypeId === roleIds.agentManager &&
      own.has(packageIds.managerUsers) &&
      (profile.permissionPackages ?? []).every(({ id, isEnabled }) => !isEnabled || own.has(id))
    )
  }
  const isInPlace = ({ roleTypeId }: Profile, user: Reached) => {
    if (roleTypeId === roleIds.agent) {
      return user.memberOf != null && within.has(user.memberOf.agentGroupId)
    }
    const managed = user.managerOf ?? []
    return managed.length > 0 && managed.every(({ agentGroupId }) => within.has(agentGroupId))
  }
  return {
    all,
    mayGive: isGivable,
    mayEdit(user) {
      if (all) return true
      const held = user.profileIds ?? []
      if (user.id === me.userId || held.length === 0) return false
      return held.every((id) => {
        const profile = byId.get(id)
        return profile !== undefined && isGivable(profile) && isInPlace(profile, user)
      })
    },
  }
}
