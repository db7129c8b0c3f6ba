import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Reads } from '#storage/port.ts'
import type { Profile } from './profile.ts'
import type { User } from './user.ts'

/** The names of what users refer to, for their expanded views (contract 1 §4.3). */
export type UserNames = {
  readonly skills: ReadonlyMap<number, string>
  readonly profiles: ReadonlyMap<number, Profile>
  readonly groups: ReadonlyMap<number, string>
  readonly lobs: ReadonlyMap<number, string>
}

/** Reads the names that these users need. */
export async function loadUserNames(
  reads: Reads,
  accountId: AccountId,
  users: readonly User[],
): Promise<UserNames> {
  const named = (ids: (user: User) => readonly number[]) => [...new Set(users.flatMap(ids))]
  const [skills, profiles, groups, lobs] = await Promise.all([
    reads.skills.findMany(
      accountId,
      named((user) => user.skillIds),
    ),
    reads.profiles.findMany(
      accountId,
      named((user) => user.profileIds),
    ),
    reads.agentGroups.findMany(
      accountId,
      named((user) => user.managerOf.map(({ agentGroupId }) => agentGroupId)),
    ),
    reads.lobs.findMany(
      accountId,
      named((user) => user.lobIds),
    ),
  ])
  return {
    skills: nameMap(skills),
    profiles: new Map(profiles.map((profile) => [profile.id, profile])),
    groups: nameMap(groups),
    lobs: nameMap(lobs),
  }
}

function nameMap(
  objects: readonly { readonly id: number; readonly name: string }[],
): ReadonlyMap<number, string> {
  return new Map(objects.map(({ id, name }) => [id, name]))
}
