import type { Storage } from '#storage/port.ts'
import type { Account } from './account.ts'

/** Accounts behind an id, and where the next page begins, if there is one. */
export async function listAccounts(
  { storage }: { readonly storage: Pick<Storage, 'read'> },
  page: { readonly after: string; readonly limit: number },
): Promise<{ readonly accounts: readonly Account[]; readonly next: string | undefined }> {
  const behind = (await storage.read.accounts.list()).filter(({ id }) => id > page.after)
  const accounts = behind.slice(0, page.limit)
  return { accounts, next: behind.length > page.limit ? accounts.at(-1)?.id : undefined }
}
