import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Storage } from '#storage/port.ts'
import type { Account } from './account.ts'
import { noSuchAccount } from './change-account.ts'

/** The account of that id; refuses one that is not there. */
export async function findAccount(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  accountId: AccountId,
): Promise<Account> {
  const account = await storage.read.accounts.find(accountId)
  if (account === undefined) throw noSuchAccount(accountId)
  return account
}
