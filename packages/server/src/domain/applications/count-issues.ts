import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Clock } from '#lib/clock.ts'
import type { ApplicationUse, Storage } from '#storage/port.ts'

/**
 * Counts the tokens that applications get in their own name, by hour. Gathered in memory and written together, off
 * the request's path: a process that is killed loses the last moment of statistics, never of security state.
 */
export type IssueCounter = {
  /** To be told of a client that exists: that bounds what is gathered. */
  issued(accountId: AccountId, clientId: string): void
  /** Writes what was gathered. */
  flush(): Promise<void>
  close(): Promise<void>
}

const flushEveryMs = 1000
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
  let writing: Promise<void> = Promise.resolve()
  let underWay = 0

  const flush = () => {
    const batch = gathered
    gathered = new Map()
    if (batch.size > 0) {
      underWay += 1
      writing = writing
        .then(() => writeAll(ports, [...batch.values()]))
        .finally(() => {
          underWay -= 1
        })
    }
    return writing
  }
  // While the database is slow, the next batch grows within its bounds instead of standing in a queue.
  const timer = setInterval(() => {
    if (underWay === 0) flush().catch(onFault)
  }, flushEveryMs)
  timer.unref()

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
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
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
