import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  type PastedKeyReading,
  readPublicKey,
} from '@watchword/protocol/consumers/read-public-key.ts'
import { createRecentlyUsed } from '#lib/recently-used.ts'
import type { Connector } from './connector.ts'

/** Keys that were pasted into connectors. */
export type PastedKeys = {
  read(accountId: AccountId, connector: Connector): Promise<PastedKeyReading>
}

type Entry = {
  readonly text: string
  readonly algorithms: string
  readonly reading: Promise<PastedKeyReading>
}

/** Connectors that are remembered; one costs a few kilobytes. */
const mostKept = 2000

/**
 * Reads each pasted key once: importing it takes longer than using it. What was read is for the very text and
 * algorithms that it was read of, so a changed connector is read anew, by whichever process changed it.
 */
export function createPastedKeys(): PastedKeys {
  const entries = createRecentlyUsed<Entry>(mostKept)
  return {
    read: (accountId, { id, configuration }) => {
      const { jwtPublicKey: text = '' } = configuration
      const algorithms = configuration.algorithms.join()
      const name = `${accountId} ${id}`
      const kept = entries.get(name)
      if (kept?.text === text && kept.algorithms === algorithms) return kept.reading
      const reading = readPublicKey(text, configuration.algorithms)
      entries.set(name, { text, algorithms, reading })
      return reading
    },
  }
}
