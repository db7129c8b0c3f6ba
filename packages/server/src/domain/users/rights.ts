import type { ApiKeyCaller, Caller, UserCaller } from '#domain/caller.ts'

/**
 * What a caller may do with users, profiles, skills, agent groups and LOBs (contract 1 §4.5 and §5, and
 * our decisions). Every rule asks this record, so a new kind of caller is a new way to make one.
 */
export type ConfigRights = {
  /** The caller's own user, who may be read, and edited a little, by themselves. */
  readonly userId: number | undefined
  readonly readsAllUsers: boolean
  readonly writesAllUsers: boolean
  /** Within the groups they manage: agents, and agent managers. */
  readonly agentUsers: boolean
  readonly managerUsers: boolean
  readonly managedGroupIds: readonly number[]
  /** Roles whose profiles they may edit. */
  readonly profileRoles: ReadonlySet<number>
  readonly skills: boolean
  readonly agentGroups: 'all' | 'own-tree' | 'none'
  readonly lobs: boolean
  /** The roles and packages they have themselves: nobody gives themselves more. */
  readonly ownRoles: ReadonlySet<number>
  readonly ownPackages: ReadonlySet<number>
}

/** The packages that these rules ask for, by what they allow. */
export const packageOf = {
  users: 10001,
  profiles: 10002,
  skills: 10003,
  agentGroups: 10004,
  lobs: 10008,
  agentUsers: 30003,
  managerUsers: 30004,
  agentProfiles: 30005,
  managerProfiles: 30006,
  ownGroups: 30007,
  managerSkills: 30013,
  campaignSkills: 40018,
} as const

/** The rights of a caller: the one place that knows what kinds of callers there are. */
export function rightsOf(caller: Caller): ConfigRights {
  const known = rightsByCaller.get(caller)
  if (known !== undefined) return known
  const rights = caller.kind === 'api-key' ? rightsOfKey(caller) : rightsOfUser(caller)
  rightsByCaller.set(caller, rights)
  return rights
}

// A caller does not change, and the same one asks again and again while they are in the cache.
const rightsByCaller = new WeakMap<Caller, ConfigRights>()

function rightsOfUser(caller: UserCaller): ConfigRights {
  const { packages } = caller
  const has = (name: keyof typeof packageOf) => packages.has(packageOf[name])
  return {
    userId: caller.userId,
    readsAllUsers: has('users'),
    writesAllUsers: has('users'),
    agentUsers: has('agentUsers'),
    managerUsers: has('managerUsers'),
    managedGroupIds: caller.managedGroupIds,
    profileRoles: new Set([
      ...(has('profiles') ? [1, 2, 3, 4] : []),
      ...(has('agentProfiles') ? [2] : []),
      ...(has('managerProfiles') ? [3] : []),
    ]),
    skills: has('skills') || has('managerSkills') || has('campaignSkills'),
    agentGroups: has('agentGroups') ? 'all' : has('ownGroups') ? 'own-tree' : 'none',
    lobs: has('lobs'),
    ownRoles: caller.roles,
    ownPackages: packages,
  }
}

/** A key acts for its account, within its privileges (contract 1 §3.1 and §4.5). */
function rightsOfKey({ privileges }: ApiKeyCaller): ConfigRights {
  const writes = (api: string) => privileges.has(`${api}:Write`)
  return {
    ...allRights,
    readsAllUsers: privileges.has('users:Read'),
    writesAllUsers: writes('users'),
    agentUsers: false,
    managerUsers: false,
    profileRoles: writes('profiles') ? allRights.profileRoles : new Set(),
    skills: writes('skills'),
    agentGroups: writes('agent-groups') ? 'all' : 'none',
    lobs: writes('lobs'),
  }
}

/** The rights of Watchword itself and of its operator: everything. */
export const allRights: ConfigRights = {
  userId: undefined,
  readsAllUsers: true,
  writesAllUsers: true,
  agentUsers: true,
  managerUsers: true,
  managedGroupIds: [],
  profileRoles: new Set([1, 2, 3, 4]),
  skills: true,
  agentGroups: 'all',
  lobs: true,
  ownRoles: new Set(),
  ownPackages: new Set(),
}
