import type { InputOf } from '@watchword/protocol/api/parse-input.ts'
import {
  defaultPackages,
  packagesOfRole,
  parseRoleTypeId,
  permissionPackageById,
  type RoleTypeId,
  roleTypeIds,
} from '@watchword/protocol/api/permission-packages.ts'
import type { profileFields } from '@watchword/protocol/api/profile.ts'
import type { Edit } from './config-rules.ts'
import type { Faults } from './faults.ts'
import type { Profile } from './profile.ts'

/** What a client may write of a profile. */
export type ProfileValues = InputOf<typeof profileFields>

/**
 * The profile that a body makes (contract 1 §5). Its role is fixed; the packages that the body enables are
 * the role's own, and the core ones cannot be switched off. A package that the body leaves out is off.
 */
export function makeProfile(
  { place, id, input, previous }: Edit<Profile, ProfileValues>,
  now: number,
  faults: Faults,
): Profile {
  const role = roleOf(input, previous, (path, reason) => faults.add(place, path, reason))
  return {
    id,
    deleted: false,
    name: input.name,
    description: input.description ?? '',
    roleTypeId: role,
    enabledPackages: enabledIn(input, role, (path, reason) => faults.add(place, path, reason)),
    permissions: input.permissions ?? [],
    isAssignedToLPA: previous?.isAssignedToLPA ?? false,
    dateUpdated: now,
  }
}

type Add = (path: string, reason: string) => void

function roleOf(input: ProfileValues, previous: Profile | undefined, add: Add): RoleTypeId {
  const role = parseRoleTypeId(input.roleTypeId) ?? roleTypeIds.agent
  if (previous !== undefined && role !== previous.roleTypeId) {
    add('roleTypeId', 'cannot be changed once the profile exists')
  }
  if (role === roleTypeIds.lpa) add('roleTypeId', 'is for the staff of the operator')
  if (input.isAssignedToLPA === true && previous?.isAssignedToLPA !== true) {
    add('isAssignedToLPA', 'is for the operator to set')
  }
  return role
}

function enabledIn(input: ProfileValues, role: RoleTypeId, add: Add): readonly number[] {
  const core = packagesOfRole(role).flatMap((entry) => (entry.core ? [entry.id] : []))
  const sent = input.permissionPackages ?? undefined
  if (sent === undefined) return sorted([...core, ...defaultPackages(role)])
  const enabled = new Set(core)
  const seen = new Set<number>()
  for (const [index, { id, isEnabled }] of sent.entries()) {
    const path = `permissionPackages[${index}]`
    const known = permissionPackageById.get(id)
    if (known === undefined) add(`${path}.id`, 'is no permission package')
    else if (known.roleTypeId !== role) add(`${path}.id`, 'is a package of another role')
    else if (known.core && !isEnabled) add(`${path}.isEnabled`, 'cannot be false: a core package')
    if (seen.has(id)) add(`${path}.id`, 'is named twice')
    seen.add(id)
    if (isEnabled) enabled.add(id)
  }
  return sorted(enabled)
}

function sorted(ids: Iterable<number>): readonly number[] {
  return [...new Set(ids)].sort((a, b) => a - b)
}
