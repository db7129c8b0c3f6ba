import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Reads, Writes } from '#storage/port.ts'

/**
 * Which of these ids `allowedAppKeys` of a user may name: what a bot can log in with. API keys that were not
 * deleted, and installed applications. `domain/login/bot-client.ts` is its counterpart.
 */
export async function findLoginClients(
  reads: Pick<Reads | Writes, 'apiKeys' | 'applications'>,
  accountId: AccountId,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const id of ids) {
    const stored = await reads.apiKeys.find(accountId, id)
    if (stored !== undefined && !stored.key.deleted) found.add(id)
    const installed = await reads.applications.find(accountId, id)
    if (installed !== undefined && !installed.application.deleted) found.add(id)
  }
  return found
}
