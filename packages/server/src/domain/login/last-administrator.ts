import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { User } from '#domain/users/user.ts'
import type { Writes } from '#storage/port.ts'
import { isLocked } from './login-counters.ts'

type Needed = Pick<Writes, 'profiles' | 'users' | 'userLinks' | 'credentials' | 'loginCounters'>

/**
 * Whether this is an administrator without whom nobody could administer the account: every other one is
 * disabled, blocked, locked, or cannot log in with a password. A stranger who guesses passwords must not
 * be able to lock everybody out, so such a one is slowed down but never locked (contract, our decisions).
 */
export async function isLastAdministrator(
  tx: Needed,
  accountId: AccountId,
  user: User,
  now: number,
): Promise<boolean> {
  const profiles = await tx.profiles.list(accountId)
  const ids = profiles
    .filter(({ roleTypeId }) => roleTypeId === roleTypeIds.administrator)
    .map(({ id }) => id)
  if (!user.profileIds.some((id) => ids.includes(id))) return false
  const administrators = await tx.userLinks.usersOf(accountId, 'profile', ids)
  for (const id of administrators) {
    if (id !== user.id && (await couldStepIn(tx, accountId, id, now))) return false
  }
  return true
}

async function couldStepIn(
  tx: Needed,
  accountId: AccountId,
  userId: number,
  now: number,
): Promise<boolean> {
  const user = await tx.users.find(accountId, userId)
  if (user === undefined || user.deleted || !user.isEnabled || user.blocked) return false
  if ((await tx.credentials.find(accountId, userId)) === undefined) return false
  return !(await isLocked(tx, accountId, user.loginName, now))
}
