import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import type { User } from '#domain/users/user.ts'
import type { Clock } from '#lib/clock.ts'
import { nameKey } from '#lib/name-key.ts'
import type { Reads, Storage } from '#storage/port.ts'

/** A user who cannot log in because somebody failed too often, and until when. */
export type LockedUser = { readonly user: User; readonly until: number }

/** Every user of the caller's account who is locked now, the nearest end first. For administrators. */
export async function listLockedUsers(
  { storage, clock }: { readonly storage: Pick<Storage, 'read'>; readonly clock: Clock },
  caller: Caller,
): Promise<readonly LockedUser[]> {
  requireAdministrator(caller)
  const found = await findLockedUsers(storage.read, caller.accountId, clock.now())
  return found.toSorted((one, other) => one.until - other.until || one.user.id - other.user.id)
}

/**
 * Every user who is locked now, however many names strangers made up and locked. While no name is locked, which is
 * nearly always, no user is looked at.
 */
export async function findLockedUsers(
  { loginCounters, users }: Pick<Reads, 'loginCounters' | 'users'>,
  accountId: AccountId,
  now: number,
): Promise<readonly LockedUser[]> {
  if (!(await loginCounters.hasLocked(accountId, now))) return []
  const named = await users.names(accountId)
  const keys = named.map((one) => one.nameKey)
  const untilBy = await loginCounters.lockedAmong(accountId, keys, now)
  const ids = named.filter((one) => untilBy.has(one.nameKey)).map(({ id }) => id)
  return (await users.findMany(accountId, ids)).flatMap((user) => {
    const until = untilBy.get(nameKey(user.loginName))
    return until === undefined || user.deleted ? [] : [{ user, until }]
  })
}
