import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { DomainError } from '#domain/errors.ts'
import type { Writes } from '#storage/port.ts'
import type { Profile } from './profile.ts'
import type { User } from './user.ts'

/** Whether a user can use a package: by a live profile, enabled, and with a way to log in by themselves. */
export function holds(
  user: User,
  packageId: number,
  profiles: ReadonlyMap<number, Profile>,
): boolean {
  return (
    !user.deleted &&
    user.isEnabled &&
    !user.blocked &&
    !user.isApiUser &&
    user.profileIds.some((id) => profiles.get(id)?.enabledPackages.includes(packageId) ?? false)
  )
}

/**
 * Refuses, at the end of a write, if nobody is left who can use one of these packages: an account must not
 * lock itself out of its own administration.
 */
export async function demandHolders(
  tx: Pick<Writes, 'profiles' | 'users' | 'userLinks'>,
  accountId: AccountId,
  packageIds: readonly number[],
): Promise<void> {
  const live = await tx.profiles.list(accountId)
  const profiles = new Map(live.map((profile) => [profile.id, profile]))
  for (const packageId of packageIds) {
    const holding = live.filter(({ enabledPackages }) => enabledPackages.includes(packageId))
    const ids = await tx.userLinks.usersOf(
      accountId,
      'profile',
      holding.map(({ id }) => id),
    )
    const users = await tx.users.findMany(accountId, ids)
    if (users.some((user) => holds(user, packageId, profiles))) continue
    throw new DomainError(
      'in_use',
      'This would leave no enabled administrator who may do this again. Name another one first.',
    )
  }
}
