import type { KickstartUser } from '@watchword/protocol/api/kickstart.ts'
import { roles, roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { Account } from '#domain/accounts/account.ts'
import { rootGroupId } from '#domain/users/agent-group.ts'
import { createGroupTree } from '#domain/users/group-tree.ts'
import type { Profile } from '#domain/users/profile.ts'
import { allRights } from '#domain/users/rights.ts'
import type { UserReferences } from '#domain/users/user-rules.ts'
import { loadUsersContext } from '#domain/users/users-context.ts'
import { nameKey } from '#lib/name-key.ts'
import type { Reads } from '#storage/port.ts'

/** The account that the users belong to, which may not exist yet. */
export type UsersSource = {
  readonly account: Account
  readonly exists: boolean
  readonly place: string
  /** Keys and applications of the file that are to be made, which bots of the file may name. */
  readonly plannedKeyIds: readonly string[]
}

/** What users of the file may refer to: what there is, or what a new account will have. */
export type References = UserReferences & {
  /** By the key of its name. */
  readonly profileIdByName: ReadonlyMap<string, number>
}

/** Reads it; for an account that does not exist yet, the defaults that it will be made with. */
export async function loadReferences(
  read: Reads,
  { account, exists, plannedKeyIds }: UsersSource,
  users: readonly KickstartUser[],
): Promise<References> {
  if (!exists) return { ...referencesOfNewAccount(), loginClientIds: new Set(plannedKeyIds) }
  const inputs = users.map((user) => ({ ...user, profileIds: [] }))
  const context = await loadUsersContext(read, account.id, allRights, inputs)
  const loginClientIds = new Set([...context.loginClientIds, ...plannedKeyIds])
  return { ...context, loginClientIds, profileIdByName: idsByName(context.profiles.values()) }
}

function referencesOfNewAccount(): References {
  const profiles = roles
    .filter(({ id }) => id !== roleTypeIds.lpa)
    .map(({ id, name }): Profile => ({ ...emptyProfile, id, name, roleTypeId: id }))
  return {
    profiles: new Map(profiles.map((profile) => [profile.id, profile])),
    profileIdByName: idsByName(profiles),
    tree: createGroupTree([
      {
        id: rootGroupId,
        deleted: false,
        name: '',
        description: '',
        parentGroupId: null,
        isEnabled: true,
        dateUpdated: 0,
      },
    ]),
    skillIds: new Set(),
    lobIds: new Set(),
    loginClientIds: new Set(),
  }
}

/** Names of live profiles are unique, so each stands for one id. */
export function idsByName(profiles: Iterable<Profile>): ReadonlyMap<string, number> {
  return new Map([...profiles].map(({ name, id }) => [nameKey(name), id]))
}

const emptyProfile = {
  deleted: false,
  description: '',
  enabledPackages: [],
  permissions: [],
  isAssignedToLPA: false,
  dateUpdated: 0,
}
