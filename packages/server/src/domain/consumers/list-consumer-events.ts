import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { type Caller, requireAdministrator } from '#domain/caller.ts'
import type { Reads } from '#storage/port.ts'
import type { ConsumerEvent } from './consumer-event.ts'

/** What happened to consumers behind a number, for services of the account and administrators; ids alone. */
export async function listConsumerEvents(
  { storage }: { readonly storage: { readonly read: Pick<Reads, 'consumerEvents'> } },
  { caller, accountId }: { readonly caller: Caller; readonly accountId: AccountId },
  page: { readonly after: number; readonly limit: number },
): Promise<readonly ConsumerEvent[]> {
  if (caller.kind !== 'application') requireAdministrator(caller)
  return storage.read.consumerEvents.list(accountId, page)
}
