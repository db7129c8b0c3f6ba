import { setImmediate as others } from 'node:timers/promises'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Counting } from '#domain/statistics/record-statistics.ts'
import type { Clock } from '#lib/clock.ts'
import { dayOf } from '#lib/day-of.ts'
import { createWriteBehind, type WriteBehind } from '#lib/write-behind.ts'
import type { ApiKeyUse, Storage } from '#storage/port.ts'
import { type DiagnosePorts, diagnoseRefusal } from './diagnose-refusal.ts'
import { createGatherer, type Gathered, type GatheredRefusal, unknownKeyId } from './gather-uses.ts'
import type { RefusedRequest } from './refused-request.ts'
import type { SignedRequestRefusal } from './signed-request-refusal.ts'

/**
 * Counts how keys are used, and keeps what was refused for the explainer. Both are gathered in memory and
 * written together, off the request's path: a process that is killed loses the last moment of *statistics*,
 * never of security state.
 */
export type UseRecorder = WriteBehind & {
  used(accountId: AccountId, keyId: string, api: string, address: string): void
  refused(refusal: SignedRequestRefusal): void
  /** A bot's login with a key that was refused, for the reason that the audit trail has. */
  refusedLogin(accountId: AccountId, refusal: RefusedLogin): void
}

/** Of a key that does not exist, only that there was one is counted. */
export type RefusedLogin = {
  readonly keyId: string | undefined
  readonly reason: string
  readonly address: string
}

/** Newest refused requests kept for an account, and for how long. */
export const keptRefusals = 200
export const keptRefusalsMs = 24 * 3_600_000

const daysKept = 400

export function createUseRecorder(
  ports: DiagnosePorts & {
    readonly storage: Pick<Storage, 'write'>
    readonly clock: Clock
    readonly onFault: (fault: unknown) => void
    readonly statistics: Counting
  },
): UseRecorder {
  const { clock, onFault, statistics } = ports
  const gatherer = createGatherer({ clock, mostRefusals: keptRefusals })
  const behind = createWriteBehind({
    take: () => {
      const batch = gatherer.take()
      return batch.size === 0 ? undefined : batch
    },
    write: (batch: ReadonlyMap<AccountId, Gathered>) => writeAll(ports, batch),
    onFault,
  })

  return {
    used: (accountId, keyId, api, lastAddress) => {
      gatherer.count(accountId, { keyId, kind: 'use', name: api, lastAddress })
      statistics.count(accountId, 'key', keyId, 'served')
    },
    refused: (refusal) => {
      gatherer.refused(refusal)
      if (refusal.keyId === undefined) return
      statistics.count(refusal.call.accountId, 'key', refusal.keyId, 'refused')
    },
    refusedLogin: (accountId, { keyId, reason: name, address: lastAddress }) => {
      const of = { keyId: keyId ?? unknownKeyId, lastAddress }
      gatherer.count(accountId, { ...of, kind: 'refusal', name })
      if (keyId !== undefined) statistics.count(accountId, 'key', keyId, 'refused')
    },
    ...behind,
  }
}

type WritePorts = Parameters<typeof createUseRecorder>[0]

async function writeAll(ports: WritePorts, batch: ReadonlyMap<AccountId, Gathered>): Promise<void> {
  for (const [accountId, { uses, refusals }] of batch) {
    try {
      await writeOne(ports, accountId, [...uses.values()], refusals)
    } catch (fault) {
      ports.onFault(fault)
    }
  }
}

async function writeOne(
  ports: WritePorts,
  accountId: AccountId,
  uses: readonly ApiKeyUse[],
  refusals: readonly GatheredRefusal[],
): Promise<void> {
  const now = ports.clock.now()
  const diagnosed = await diagnoseAll(ports, accountId, refusals)
  await ports.storage.write(async (tx) => {
    // Also of an account that a stranger made up, or that was erased meanwhile.
    if ((await tx.accounts.find(accountId)) === undefined) return
    await tx.apiKeyUses.add(accountId, uses, dayOf(now - daysKept * 86_400_000))
    if (diagnosed.length === 0) return
    const limits = { keep: keptRefusals, since: now - keptRefusalsMs }
    await tx.refusedRequests.add(accountId, diagnosed, limits)
  })
}

/** Finds the causes of those that may be looked into, one after the other, and lets others work between. */
async function diagnoseAll(
  ports: WritePorts,
  accountId: AccountId,
  refusals: readonly GatheredRefusal[],
): Promise<readonly RefusedRequest[]> {
  const diagnosed: RefusedRequest[] = []
  for (const { refused, undiagnosed } of refusals) {
    if (undiagnosed === undefined) {
      diagnosed.push(refused)
      continue
    }
    await others()
    try {
      const likelyCauses = await diagnoseRefusal(ports, accountId, undiagnosed)
      diagnosed.push({ ...refused, likelyCauses })
    } catch (fault) {
      ports.onFault(fault)
      diagnosed.push(refused)
    }
  }
  return diagnosed
}
