import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clock } from '#lib/clock.ts'
import { createWriteBehind, type WriteBehind } from '#lib/write-behind.ts'
import type { ApplicationUse, Storage } from '#storage/port.ts'

/**
 * Counts the tokens that applications get in their own name, by hour. Gathered in memory and written together, off
 * the request's path: a process that is killed loses the last moment of statistics, never of security state.
 */
export type IssueCounter = WriteBehind & {
  /** To be told of a client that exists: that bounds what is gathered. */
  issued(accountId: AccountId, clientId: string): void
}

/** Of one moment; more applications than that have not been seen in one. */
const mostGathered = 10_000
/** A quarter of a year. */
export const hoursKept = 24 * 92

type Gathered = { readonly accountId: AccountId; readonly use: ApplicationUse }

export function createIssueCounter(ports: {
  readonly storage: Pick<Storage, 'write'>
  readonly clock: Clock
  readonly onFault: (fault: unknown) => void
}): IssueCounter {
  const { clock, onFault } = ports
  let gathered = new Map<string, Gathered>()
  const behind = createWriteBehind({
    take: () => {
      const batch = [...gathered.values()]
      gathered = new Map()
      return batch.length === 0 ? undefined : batch
    },
    write: (batch: readonly Gathered[]) => writeAll(ports, batch),
    onFault,
  })

  return {
    issued: (accountId, clientId) => {
      const now = clock.now()
      const hour = hourOf(now)
      const name = `${accountId} ${clientId} ${hour}`
      const known = gathered.get(name)
      if (known === undefined && gathered.size >= mostGathered) return
      const use = { clientId, hour, count: (known?.use.count ?? 0) + 1, lastAt: now }
      gathered.set(name, { accountId, use })
    },
    ...behind,
  }
}

/** Hours since 1970. */
export function hourOf(now: number): number {
  return Math.floor(now / 3_600_000)
}

async function writeAll(
  { storage, clock, onFault }: Parameters<typeof createIssueCounter>[0],
  batch: readonly Gathered[],
): Promise<void> {
  const dropBefore = hourOf(clock.now()) - hoursKept
  for (const [accountId, ofAccount] of Map.groupBy(batch, (one) => one.accountId)) {
    const uses = ofAccount.map(({ use }) => use)
    try {
      await storage.write(async (tx) => {
        // It may have been erased meanwhile.
        if ((await tx.accounts.find(accountId)) === undefined) return
        await tx.applicationUses.add(accountId, uses, dropBefore)
      })
    } catch (fault) {
      onFault(fault)
    }
  }
}
