import {
  packagesOfRole,
  parseRoleTypeId,
  roleTypeName,
} from '@watchword/protocol/api/permission-packages.ts'
import {
  profileBodies,
  SelectedProfile,
  type Profile as WireProfile,
} from '@watchword/protocol/api/profile.ts'
import { createConfigUseCases } from '#domain/users/config-use-cases.ts'
import type { Profile } from '#domain/users/profile.ts'
import { type ProfileCounts, profilesDefinition } from '#domain/users/profiles-definition.ts'
import { type ConfigRoutePorts, configRoutes } from './config/config-routes.ts'
import { wireDate } from './users.ts'

/** The Profiles API, contract 1 §5. */
export function profileRoutes(ports: ConfigRoutePorts) {
  return configRoutes<Profile, ProfileCounts>(ports, {
    path: 'profiles',
    alias: 'profile',
    tag: 'Profiles',
    api: 'profiles',
    noun: 'profile',
    nouns: 'profiles',
    writers: 'Package 10002 for all; 30005 for those of agents, 30006 for those of agent managers.',
    defaultVersion: 4,
    useCases: createConfigUseCases(ports, profilesDefinition),
    answer: SelectedProfile,
    bodies: profileBodies.schemas,
    views: { members: ['numOfAssignedUsers'], since: 0 },
    wire: wireProfile,
  })
}

/** A profile on the wire: every package of its role, enabled or not. */
export function wireProfile(profile: Profile, counts: ProfileCounts | undefined): WireProfile {
  const role = parseRoleTypeId(profile.roleTypeId)
  const enabled = new Set(profile.enabledPackages)
  return {
    id: profile.id,
    deleted: profile.deleted,
    name: profile.name,
    description: profile.description,
    roleTypeId: profile.roleTypeId,
    roleTypeName: role === undefined ? '' : roleTypeName(role),
    dateUpdated: wireDate(profile.dateUpdated),
    permissionPackages: (role === undefined ? [] : packagesOfRole(role)).map((entry) => ({
      id: entry.id,
      isDisplayed: true,
      featureKeys: entry.featureKey === undefined ? [] : [entry.featureKey],
      isEnabled: enabled.has(entry.id),
    })),
    permissions: profile.permissions,
    isAssignedToLPA: profile.isAssignedToLPA,
    ...(counts === undefined ? {} : { numOfAssignedUsers: counts.get(profile.id) ?? 0 }),
  }
}
