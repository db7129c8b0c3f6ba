import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AccountPorts } from './account-ports.ts'
import { noSuchAccount } from './change-account.ts'

/**
 * Erases an account from every table, its audit trail and its data key with it: what was sealed under that
 * key is lost, in backups of the database too. Only the id is remembered, so that it is never used again.
 */
export async function deleteAccount(
  { storage, clock }: Pick<AccountPorts, 'storage' | 'clock'>,
  accountId: AccountId,
): Promise<void> {
  const erased = await storage.write((tx) => tx.accounts.erase(accountId, clock.now()))
  if (!erased) throw noSuchAccount(accountId)
}
