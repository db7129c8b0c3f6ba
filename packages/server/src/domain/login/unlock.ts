import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { nameKey } from '#lib/name-key.ts'
import type { Writes } from '#storage/port.ts'

/**
 * Lets a user try again at once: forgets their failed logins, and how long they have been away. To be
 * called in the transaction in which an administrator enables or unlocks them. `true`: there were failures.
 */
export async function unlockUser(
  tx: Pick<Writes, 'loginCounters' | 'credentials'>,
  accountId: AccountId,
  user: { readonly id: number; readonly loginName: string },
  now: number,
): Promise<boolean> {
  // Being away is counted from the last sign of life, and an administrator vouching for one is such a sign.
  await tx.credentials.noteLogin(accountId, user.id, now)
  return forgetFailures(tx, accountId, user)
}

/** Forgets a user's failed logins, and says nothing of how long they have been away. */
export async function forgetFailures(
  tx: Pick<Writes, 'loginCounters'>,
  accountId: AccountId,
  { loginName }: { readonly loginName: string },
): Promise<boolean> {
  return tx.loginCounters.clear(accountId, { kind: 'failures-in-a-row', key: nameKey(loginName) })
}
