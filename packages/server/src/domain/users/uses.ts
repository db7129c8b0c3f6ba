import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { UserLink, Writes } from '#storage/port.ts'
import type { Change } from './config-change.ts'
import type { ConfigObject } from './config-object.ts'
import type { Faults } from './faults.ts'

/** What refers to something, as the fault of deleting it says it. */
export type Use = { readonly targetId: number; readonly by: string }

/** Reports what still refers to objects that are to be deleted. */
export function reportUses<T extends ConfigObject>(
  changes: readonly Change<T>[],
  uses: readonly Use[],
  faults: Faults,
): void {
  for (const { place, next } of changes) {
    const by = uses.filter(({ targetId }) => targetId === next.id).map((use) => use.by)
    if (by.length > 0) faults.add(place, 'id', `is used by ${by.join(' and ')}`)
  }
}

/** How many users refer to each of them. */
export async function usesByUsers(
  tx: Pick<Writes, 'userLinks'>,
  accountId: AccountId,
  kind: UserLink['kind'],
): Promise<readonly Use[]> {
  const counts = await tx.userLinks.counts(accountId, kind)
  return [...counts].map(([targetId, users]) => ({ targetId, by: `${users} users (${kind})` }))
}
