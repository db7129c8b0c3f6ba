import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ApiKey, StoredApiKey } from '#domain/api-keys/api-key.ts'
import type { Writes } from '#storage/port.ts'
import { mayLogUsersIn } from './judge-bot-login.ts'

/**
 * Ends the sessions that bots opened with a key, if the key may do less than before. To be called in the
 * transaction that changes the key; answers how many there were. A bot that may still log in does so again.
 */
export async function endSessionsOfKey(
  tx: Pick<Writes, 'sessions'>,
  accountId: AccountId,
  before: StoredApiKey,
  after: StoredApiKey,
): Promise<number> {
  return mayLess(before, after) ? tx.sessions.removeOfKey(accountId, after.key.keyId) : 0
}

function mayLess(before: StoredApiKey, after: StoredApiKey): boolean {
  if (after.key.deleted || !after.key.enabled || !mayLogUsersIn(after.key)) return true
  // With an overlap a reroll is a change of secrets as planned; without one the old secrets are not trusted.
  const rerolled = after.sealedSecrets !== before.sealedSecrets
  if (rerolled && after.previous === undefined) return true
  return endsSooner(before.key, after.key) || !sameRanges(before.key, after.key)
}

function endsSooner(before: ApiKey, after: ApiKey): boolean {
  return (after.expiresAt ?? Infinity) < (before.expiresAt ?? Infinity)
}

function sameRanges(before: ApiKey, after: ApiKey): boolean {
  return JSON.stringify(before.ipRanges) === JSON.stringify(after.ipRanges)
}
