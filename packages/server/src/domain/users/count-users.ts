import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { UserCountKind } from '@watchword/protocol/api/user-report.ts'
import type { Caller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Reads, Storage, UserLink } from '#storage/port.ts'
import { createGroupTree } from './group-tree.ts'
import { type ConfigRights, packageOf, rightsOf } from './rights.ts'

/** How many users refer to an object; of a group, its members and its managers. */
export type UserCount = {
  readonly id: number
  readonly users: number
  readonly managers: number | undefined
}

/** How many users a caller may read, and by what they refer to. */
export type UserCounts = {
  readonly total: number
  readonly counts: readonly UserCount[] | undefined
}

type Needed = Pick<Reads, 'users' | 'userLinks' | 'agentGroups'>

/**
 * Counts the users whom the caller may read, out of indexes: no user is read for it. For whoever may read others; who
 * may read themselves alone has nothing to count.
 */
export async function countUsers(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  caller: Caller,
  by: UserCountKind | undefined,
): Promise<UserCounts> {
  const { read } = storage
  const { accountId } = caller
  const rights = rightsOf(caller)
  requireReadingOthers(rights)
  const visible = rights.readsAllUsers ? undefined : await findVisible(read, accountId, rights)
  const total = visible?.size ?? (await read.users.count(accountId))
  if (by === undefined) return { total, counts: undefined }
  const users = await countLinks(read, accountId, { kind: linkOf[by], visible })
  if (by !== 'agentGroups') return { total, counts: countsOf(users, undefined) }
  const managers = await countLinks(read, accountId, { kind: 'manager', visible })
  return { total, counts: countsOf(users, managers) }
}

/** In which way users refer to each kind of object; of a group, as its members. */
export const linkOf = {
  agentGroups: 'member',
  profiles: 'profile',
  skills: 'skill',
  lobs: 'lob',
} as const satisfies Readonly<Record<UserCountKind, UserLink['kind']>>

/** Refuses whoever may read themselves alone. */
export function requireReadingOthers({
  readsAllUsers,
  agentUsers,
  managerUsers,
}: ConfigRights): void {
  if (readsAllUsers || agentUsers || managerUsers) return
  const { users, agentUsers: agents, managerUsers: managers } = packageOf
  throw new DomainError(
    'forbidden',
    `This needs a profile with the permission package ${users}, ${agents} or ${managers}.`,
  )
}

/** Whom `reachOf` lets an agent manager read, by what users refer to. */
export async function findVisible(
  read: Needed,
  accountId: AccountId,
  { managedGroupIds, agentUsers, managerUsers, userId }: ConfigRights,
): Promise<ReadonlySet<number>> {
  const tree = createGroupTree(await read.agentGroups.list(accountId))
  const groups = [...tree.reach(managedGroupIds)]
  const ofKind = (kind: 'member' | 'manager') => read.userLinks.usersOf(accountId, kind, groups)
  const members = agentUsers ? await ofKind('member') : []
  const managers = managerUsers ? await ofKind('manager') : []
  return new Set([...members, ...managers, ...(userId === undefined ? [] : [userId])])
}

/** By what they refer to: how many of the visible users do. */
async function countLinks(
  { userLinks }: Needed,
  accountId: AccountId,
  {
    kind,
    visible,
  }: { readonly kind: UserLink['kind']; readonly visible: ReadonlySet<number> | undefined },
): Promise<ReadonlyMap<number, number>> {
  if (visible === undefined) return userLinks.counts(accountId, kind)
  const counts = new Map<number, number>()
  for (const { targetId, userId } of await userLinks.list(accountId, kind)) {
    if (visible.has(userId)) counts.set(targetId, (counts.get(targetId) ?? 0) + 1)
  }
  return counts
}

function countsOf(
  users: ReadonlyMap<number, number>,
  managers: ReadonlyMap<number, number> | undefined,
): readonly UserCount[] {
  const ids = new Set([...users.keys(), ...(managers?.keys() ?? [])])
  return [...ids]
    .toSorted((one, other) => one - other)
    .map((id) => ({
      id,
      users: users.get(id) ?? 0,
      managers: managers && (managers.get(id) ?? 0),
    }))
}
