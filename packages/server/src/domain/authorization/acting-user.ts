import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Client } from '#domain/applications/client.ts'
import { mayAct } from '#domain/login/callers.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import type { Reads } from '#storage/port.ts'

/** A user who may use an application now. */
export type ActingUser = { readonly user: User; readonly profiles: readonly Profile[] }

/** The same without their profiles, which most uses have no need to read. */
export type MayUse = Pick<ActingUser, 'user'>

/**
 * The user a token speaks for, while they may act and may use the application. `undefined`: disabled, blocked, deleted,
 * or without a profile that the application is for. Asked at every use of a code or a token.
 */
export async function findActingUser(
  read: Pick<Reads, 'users' | 'profiles'>,
  accountId: AccountId,
  client: Client,
  userId: number,
): Promise<ActingUser | undefined> {
  const found = await mayUse(read, accountId, client, userId)
  if (found === undefined) return undefined
  const { user } = found
  const profiles = await read.profiles.findMany(accountId, user.profileIds)
  return { user, profiles: profiles.filter(({ deleted }) => !deleted) }
}

/** Whether the user may act, and use the application. */
export async function mayUse(
  read: Pick<Reads, 'users'>,
  accountId: AccountId,
  client: Client,
  userId: number,
): Promise<MayUse | undefined> {
  const user = await read.users.find(accountId, userId)
  if (user === undefined || !mayAct(user)) return undefined
  const { enabledForProfiles } = client
  if (
    enabledForProfiles !== undefined &&
    !user.profileIds.some((profileId) => enabledForProfiles.has(profileId))
  ) {
    return undefined
  }
  return { user }
}
