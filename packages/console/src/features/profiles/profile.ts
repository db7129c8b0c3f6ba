import {
  defaultPackages,
  packagesOfRole,
  type RoleTypeId,
} from '@watchword/protocol/api/permission-packages.ts'
import type { Profile } from '@watchword/protocol/api/profile.ts'
import { enabledIn } from './matrix.ts'

/** The roles of which an account has profiles; the fifth is the operator's own staff. */
export const roleIds = [1, 2, 3, 4] as const

export type ProfileValues = {
  readonly name: string
  readonly description: string
  /** `1` to `4`. */
  readonly roleTypeId: string
  readonly enabled: number[]
}

export function newProfile(role: RoleTypeId): ProfileValues {
  return {
    ...{ name: '', description: '' },
    roleTypeId: `${role}`,
    enabled: [...defaultPackages(role)],
  }
}

export function valuesOfProfile(profile: Profile): ProfileValues {
  return {
    name: profile.name,
    description: profile.description ?? '',
    roleTypeId: `${profile.roleTypeId}`,
    enabled: enabledIn(profile).toSorted((a, b) => a - b),
  }
}

/** The whole profile as it is sent: each package of its role, enabled or not. */
export function bodyOfProfile(values: ProfileValues, before: Profile | undefined): object {
  const role = roleOf(values.roleTypeId)
  const enabled = new Set(values.enabled)
  return {
    ...before,
    name: values.name.trim(),
    description: values.description,
    roleTypeId: role,
    permissionPackages: packagesOfRole(role).map(({ id, core }) => ({
      id,
      isEnabled: core || enabled.has(id),
    })),
  }
}

export function roleOf(text: string): RoleTypeId {
  return roleIds.find((id) => `${id}` === text) ?? 2
}

/** A package switched, in the order of ids: what is switched back is no change. */
export function toggled(enabled: readonly number[], id: number, on: boolean): number[] {
  const rest = enabled.filter((one) => one !== id)
  return (on ? [...rest, id] : rest).sort((a, b) => a - b)
}

/** The roles whose profiles somebody may edit, by their own packages (contract 1 section 5). */
export function editableRoles(packages: readonly { readonly id: number }[]): readonly RoleTypeId[] {
  const has = (id: number) => packages.some((one) => one.id === id)
  return roleIds.filter(
    (role) => has(10_002) || (role === 2 && has(30_005)) || (role === 3 && has(30_006)),
  )
}

/** What is switched on or off by a change, by name. */
export function changesOf(
  before: readonly number[],
  after: readonly number[],
): { readonly on: readonly number[]; readonly off: readonly number[] } {
  return {
    on: after.filter((id) => !before.includes(id)),
    off: before.filter((id) => !after.includes(id)),
  }
}
