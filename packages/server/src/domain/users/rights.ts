import {
  type ApiKeyCaller,
  type ApplicationCaller,
  type Caller,
  mayUseScope,
  type UserCaller,
} from '#domain/caller.ts'

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
  const rights = workOutRights(caller)
  rightsByCaller.set(caller, rights)
  return rights
}

// A caller does not change, and the same one asks again and again while they are in the cache.
const rightsByCaller = new WeakMap<Caller, ConfigRights>()

function workOutRights(caller: Caller): ConfigRights {
  switch (caller.kind) {
    case 'user':
      return rightsOfUser(caller)
    case 'api-key':
      return rightsOfKey(caller)
    case 'application':
      return rightsOfApplication(caller)
  }
}

/** What their packages allow and, if an application asks in their name, its scopes allow too. */
function rightsOfUser(caller: UserCaller): ConfigRights {
  const { packages } = caller
  const has = (name: keyof typeof packageOf) => packages.has(packageOf[name])
  const writes = (api: string) => mayUseScope(caller, `${api}:write`)
  const writesUsers = writes('users')
  const readsUsers = mayUseScope(caller, 'users:read') || writesUsers
  return {
    userId: caller.userId,
    readsAllUsers: has('users') && readsUsers,
    writesAllUsers: has('users') && writesUsers,
    agentUsers: has('agentUsers') && readsUsers,
    managerUsers: has('managerUsers') && readsUsers,
    managedGroupIds: caller.managedGroupIds,
    profileRoles: new Set(
      writes('profiles')
        ? [
            ...(has('profiles') ? [1, 2, 3, 4] : []),
            ...(has('agentProfiles') ? [2] : []),
            ...(has('managerProfiles') ? [3] : []),
          ]
        : [],
    ),
    skills: writes('skills') && (has('skills') || has('managerSkills') || has('campaignSkills')),
    agentGroups: writes('agent-groups') ? groupsOf(has) : 'none',
    lobs: writes('lobs') && has('lobs'),
    ownRoles: caller.roles,
    ownPackages: packages,
  }
}

function groupsOf(
  has: (name: 'agentGroups' | 'ownGroups') => boolean,
): ConfigRights['agentGroups'] {
  if (has('agentGroups')) return 'all'
  return has('ownGroups') ? 'own-tree' : 'none'
}

/** A key acts for its account, within its privileges (contract 1 §3.1 and §4.5). */
function rightsOfKey({ privileges }: ApiKeyCaller): ConfigRights {
  return rightsOfAccount((api, use) => privileges.has(`${api}:${use}`))
}

/** An application in its own name may do what a key with the same privileges may. */
function rightsOfApplication({ scopes }: ApplicationCaller): ConfigRights {
  return rightsOfAccount((api, use) => scopes.has(`${api}:${use.toLowerCase()}`))
}

function rightsOfAccount(may: (api: string, use: 'Read' | 'Write') => boolean): ConfigRights {
  const writes = (api: string) => may(api, 'Write')
  return {
    ...allRights,
    readsAllUsers: may('users', 'Read'),
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
