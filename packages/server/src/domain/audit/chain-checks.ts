import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type ChainVerdict,
  type Checkpoint,
  type VerifyChainPorts,
  verifyChain,
} from './verify-chain.ts'

/** Checks that are asked for over the network: one at a time for each account, others wait for their turn. */
export type ChainChecks = {
  verify(accountId: AccountId, checkpoint: Checkpoint | undefined): Promise<ChainVerdict>
}

export function createChainChecks(ports: VerifyChainPorts): ChainChecks {
  const running = new Map<AccountId, Promise<unknown>>()
  return {
    verify: async (accountId, checkpoint) => {
      const before = running.get(accountId) ?? Promise.resolve()
      const check = before.then(() => verifyChain(ports, accountId, checkpoint))
      // A check that failed must not fail those behind it.
      const done = check.catch(() => undefined)
      running.set(accountId, done)
      try {
        return await check
      } finally {
        if (running.get(accountId) === done) running.delete(accountId)
      }
    },
  }
}
