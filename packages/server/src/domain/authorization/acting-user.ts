import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { createAccountCache } from '#domain/account-cache.ts'
import type { Client } from '#domain/applications/client.ts'
import { mayAct } from '#domain/login/callers.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import type { Reads, Storage } from '#storage/port.ts'

/** A user who may use an application now, and those of their profiles that there still are. */
export type ActingUser = { readonly user: User; readonly profiles: readonly Profile[] }

type Acting = ActingUser | undefined

/** What of a client decides whose it is. */
type UsersOf = Pick<Client, 'accountId' | 'enabledForProfiles'>

/**
 * The user a token speaks for, while they may act and may use the application. `undefined`: disabled, blocked, deleted,
 * or without a profile that the application is for. Asked at every use of a code or a token.
 */
export type ActingUsers = {
  find(client: UsersOf, userId: number): Acting | Promise<Acting>
}

/** Users out of a cache that is told of every change. Who takes access away ends their codes and grants besides. */
export function createActingUsers({
  storage,
}: {
  readonly storage: Pick<Storage, 'read' | 'announcements'>
}): ActingUsers {
  const known = createAccountCache<ActingUser>(storage.announcements, { max: 10_000 })

  async function read(accountId: AccountId, name: string, userId: number): Promise<Acting> {
    const mark = known.mark()
    const found = await readActingUser(storage.read, accountId, userId)
    if (found !== undefined) known.set(name, accountId, found, mark)
    return found
  }

  return {
    find: (client, userId) => {
      const { accountId } = client
      const name = `${accountId} ${userId}`
      const found = known.get(name)
      if (found !== undefined) return whoMayUse(client, found)
      return read(accountId, name, userId).then((one) => whoMayUse(client, one))
    },
  }
}

/** The same as the database has it now. */
export async function findActingUser(
  read: Pick<Reads, 'users' | 'profiles'>,
  client: UsersOf,
  userId: number,
): Promise<Acting> {
  return whoMayUse(client, await readActingUser(read, client.accountId, userId))
}

async function readActingUser(
  read: Pick<Reads, 'users' | 'profiles'>,
  accountId: AccountId,
  userId: number,
): Promise<Acting> {
  const user = await read.users.find(accountId, userId)
  if (user === undefined || !mayAct(user)) return undefined
  const profiles = await read.profiles.findMany(accountId, user.profileIds)
  return { user, profiles: profiles.filter(({ deleted }) => !deleted) }
}

function whoMayUse({ enabledForProfiles }: UsersOf, acting: Acting): Acting {
  if (acting === undefined || enabledForProfiles === undefined) return acting
  const { profileIds } = acting.user
  return profileIds.some((profileId) => enabledForProfiles.has(profileId)) ? acting : undefined
}
