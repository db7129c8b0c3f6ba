import { profileBodies } from '@watchword/protocol/api/profile.ts'
import { profileKind } from './config-object.ts'
import { type ConfigRules, forbidden } from './config-rules.ts'
import type { ConfigDefinition } from './config-use-cases.ts'
import { demandHolders } from './last-holder.ts'
import { makeProfile, type ProfileValues } from './make-profile.ts'
import type { Profile } from './profile.ts'
import { type ConfigRights, packageOf } from './rights.ts'
import { reportUses, usesByUsers } from './uses.ts'

/** How many users have each profile. */
export type ProfileCounts = ReadonlyMap<number, number>

/**
 * Profiles: contract 1 §5. Package 10002 edits them all, 30005 those of agents and 30006 those of agent
 * managers. Everybody reads them.
 */
export const profilesDefinition: ConfigDefinition<
  Profile,
  ProfileValues,
  undefined,
  ProfileCounts
> = {
  kind: profileKind,
  parse: profileBodies.parse,
  mayTry: (rights) => rights.profileRoles.size > 0,
  visibleTo: async () => undefined,
  loadView: (reads, accountId) => reads.userLinks.counts(accountId, 'profile'),
  rulesFor: async (_ask, rights) => profilesRules(rights),
}

/** Without these nobody could give anybody anything again. */
const vital = [packageOf.users, packageOf.profiles]

function profilesRules(rights: ConfigRights): ConfigRules<Profile, ProfileValues, undefined> {
  const mayEdit = (profile: Profile) => rights.profileRoles.has(profile.roleTypeId)
  return {
    kind: profileKind,
    load: async () => undefined,
    isVisible: () => true,
    mayEdit,
    mayRemove: mayEdit,
    make: (edit, _context, { now }, faults) => {
      const { place, previous } = edit
      const next = makeProfile(edit, now, faults)
      if (exceeds(rights, previous, next)) throw forbidden(profileKind)
      return { place, previous, next }
    },
    checkRemoval: async ({ tx, account }, changes, faults) => {
      reportUses(changes, await usesByUsers(tx, account.id, 'profile'), faults)
    },
    settle: async ({ tx, account }, changes) => {
      const lost = vital.filter((id) =>
        changes.some(
          ({ previous, next }) =>
            previous?.enabledPackages.includes(id) === true &&
            (next.deleted || !next.enabledPackages.includes(id)),
        ),
      )
      if (lost.length > 0) await demandHolders(tx, account.id, lost)
    },
  }
}

/**
 * Whether somebody would enable more than they have themselves, in a role they have: by that they could
 * widen their own rights. Who may edit every user (10001) could do so anyway.
 */
function exceeds(rights: ConfigRights, previous: Profile | undefined, next: Profile): boolean {
  if (rights.writesAllUsers || !rights.ownRoles.has(next.roleTypeId)) return false
  const before = new Set(previous?.enabledPackages)
  return next.enabledPackages.some((id) => !before.has(id) && !rights.ownPackages.has(id))
}
