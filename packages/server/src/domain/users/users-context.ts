import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Reads, Writes } from '#storage/port.ts'
import { createGroupTree } from './group-tree.ts'
import { findLoginClients } from './login-clients.ts'
import type { UserValues } from './make-user.ts'
import type { Profile } from './profile.ts'
import type { ConfigRights } from './rights.ts'
import { reachOf, type UserReach } from './user-reach.ts'
import type { UserReferences } from './user-rules.ts'

/** What the rules on users look up, and whom the caller reaches. */
export type UsersContext = UserReferences & { readonly reach: UserReach }

/** Reads it, for the skills, LOBs and keys that these inputs name. */
export async function loadUsersContext(
  reads: Reads | Writes,
  accountId: AccountId,
  rights: ConfigRights,
  inputs: readonly UserValues[],
): Promise<UsersContext> {
  const profiles = byId(await reads.profiles.list(accountId))
  const tree = createGroupTree(await reads.agentGroups.list(accountId))
  const skills = await reads.skills.findMany(accountId, idsIn(inputs, 'skillIds'))
  const lobs = await reads.lobs.findMany(accountId, idsIn(inputs, 'lobIds'))
  return {
    profiles,
    tree,
    skillIds: liveIds(skills),
    lobIds: liveIds(lobs),
    loginClientIds: await findLoginClients(reads, accountId, clientIdsIn(inputs)),
    reach: reachOf(rights, { tree, profiles }),
  }
}

function byId(profiles: readonly Profile[]): ReadonlyMap<number, Profile> {
  return new Map(profiles.map((profile) => [profile.id, profile]))
}

function idsIn(inputs: readonly UserValues[], field: 'skillIds' | 'lobIds'): readonly number[] {
  return [...new Set(inputs.flatMap((input) => input[field] ?? []))]
}

function clientIdsIn(inputs: readonly UserValues[]): readonly string[] {
  return [...new Set(inputs.flatMap((input) => input.allowedAppKeys || []))]
}

/** The ids of those that are not deleted. */
export function liveIds(
  objects: readonly { readonly id: number; readonly deleted: boolean }[],
): ReadonlySet<number> {
  return new Set(objects.flatMap(({ id, deleted }) => (deleted ? [] : [id])))
}
