import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { compareApplication } from './compare-application.ts'
import { compareKey } from './compare-key.ts'
import type { BotCredentials, CompareClientPorts, ComparedClient } from './compared-client.ts'

/**
 * Compares what a bot sent with the client that it names: an application, or an API key. The one place that tells
 * kinds of clients apart. Both comparisons are made whichever it is, so an id of neither costs the same.
 */
export async function compareClient(
  ports: CompareClientPorts,
  accountId: AccountId,
  credentials: BotCredentials,
): Promise<ComparedClient> {
  const key = await compareKey(ports, accountId, credentials)
  const application = await compareApplication(ports, accountId, credentials)
  return application.exists && !key.matches ? application.client : key
}
