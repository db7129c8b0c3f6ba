import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IdTokenRule } from '@watchword/protocol/consumers/id-token-rules.ts'
import type { Counting } from '#domain/statistics/record-statistics.ts'
import type { Clock } from '#lib/clock.ts'
import { dayOf } from '#lib/day-of.ts'
import { createWriteBehind, type WriteBehind } from '#lib/write-behind.ts'
import type { Storage } from '#storage/port.ts'
import { createHandshakeGatherer, type GatheredHandshakes } from './gather-handshakes.ts'
import { type HandshakeRefusal, nameOfRefusal } from './refused-handshake.ts'

/**
 * Counts what becomes of consumers' handshakes, by connector and day, and keeps those that were refused for the
 * debugger. Gathered in memory and written together, off the request's path: a process that is killed loses the last
 * moment of statistics, never of security state.
 */
export type HandshakeRecorder = WriteBehind & {
  /** A consumer was let in. */
  verified(accountId: AccountId, connectorId: number): void
  /** A consumer was not. To be told of accounts that exist: that bounds what is gathered. */
  refused(accountId: AccountId, refusal: HandshakeRefusal): void
  /** A consumer was let in whom a stricter rule, which only reports, would have refused. */
  wouldRefuse(accountId: AccountId, connectorId: number, rule: IdTokenRule): void
}

/** Newest refused handshakes kept for an account, and for how long. */
export const keptHandshakes = 200
export const keptHandshakesMs = 24 * 3_600_000

/** Counts are kept for a quarter of a year. */
export const handshakeDaysKept = 92

type Ports = {
  readonly storage: Pick<Storage, 'write'>
  readonly clock: Clock
  readonly onFault: (fault: unknown) => void
  readonly statistics: Counting
}

/** Made once in each process, and closed with the server. */
export function createHandshakeRecorder(ports: Ports): HandshakeRecorder {
  const { clock, onFault, statistics } = ports
  const gatherer = createHandshakeGatherer({ clock })
  return {
    verified: (accountId, connectorId) => {
      gatherer.count(accountId, { connectorId, kind: 'verified', name: '' }, clock.now())
      statistics.count(accountId, 'handshake', 'verified', 'served')
      statistics.count(accountId, 'connector', String(connectorId), 'served')
    },
    refused: (accountId, refusal) => {
      gatherer.refused(accountId, refusal)
      const { connectorId } = refusal
      statistics.count(accountId, 'handshake', nameOfRefusal(refusal), 'refused')
      if (connectorId === undefined) return
      statistics.count(accountId, 'connector', String(connectorId), 'refused')
    },
    wouldRefuse: (accountId, connectorId, name) =>
      gatherer.count(accountId, { connectorId, kind: 'would_refuse', name }, clock.now()),
    ...createWriteBehind({
      take: gatherer.take,
      write: (batch: ReadonlyMap<AccountId, GatheredHandshakes>) => writeAll(ports, batch),
      onFault,
    }),
  }
}

async function writeAll(
  { storage, clock, onFault }: Ports,
  batch: ReadonlyMap<AccountId, GatheredHandshakes>,
): Promise<void> {
  for (const [accountId, { uses, refused }] of batch) {
    const now = clock.now()
    try {
      await storage.write(async (tx) => {
        // It may have been erased meanwhile.
        if ((await tx.accounts.find(accountId)) === undefined) return
        await tx.connectorUses.add(accountId, uses, dayOf(now - handshakeDaysKept * 86_400_000))
        if (refused.length === 0) return
        const limits = { keep: keptHandshakes, since: now - keptHandshakesMs }
        await tx.refusedHandshakes.add(accountId, refused, limits)
      })
    } catch (fault) {
      onFault(fault)
    }
  }
}
