import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { compareKey } from './compare-key.ts'
import type { BotCredentials, CompareClientPorts, ComparedClient } from './compared-client.ts'

/**
 * Compares what a bot sent with the client that it names. The one place that tells kinds of clients apart: today
 * there are API keys alone, and an id that is none costs what the id of a key costs.
 */
export function compareClient(
  ports: CompareClientPorts,
  accountId: AccountId,
  credentials: BotCredentials,
): Promise<ComparedClient> {
  return compareKey(ports, accountId, credentials)
}
