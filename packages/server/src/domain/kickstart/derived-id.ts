import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { KickstartPorts } from './kickstart-ports.ts'

/**
 * An id that follows from a text, so that the same entry of a file is the same object at every start and in every process,
 * also once it was renamed or deleted.
 */
export async function derivedId(
  { dataKeys }: Pick<KickstartPorts, 'dataKeys'>,
  accountId: AccountId,
  purpose: 'kickstart-connectors' | 'kickstart-campaigns',
  text: string,
): Promise<number> {
  const { bytes } = await dataKeys.derive(accountId, purpose)
  const digest = createHmac('sha256', bytes).update(text).digest()
  // Above the ids that accounts give out (`draftAccount`), and with as many digits as those at most, and one.
  return smallest + (digest.readUIntBE(0, 6) % (9 * smallest))
}

const smallest = 10_000_000_000
