import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Writes } from '#storage/port.ts'
import type { Application, StoredApplication } from './application.ts'

/**
 * Ends what an application, after a change of it, may no longer have: grants of users with their tokens, and
 * sessions of bots. In the transaction of the change; answers what ended, in words, or nothing.
 */
export async function endAccess(
  tx: Pick<Writes, 'sessions' | 'grants' | 'consents'>,
  accountId: AccountId,
  before: StoredApplication,
  after: StoredApplication,
): Promise<string> {
  const { id, enabled, deleted } = after.application
  const isOver = deleted || !enabled
  const grants = isOver ? (await tx.grants.revokeOfClient(accountId, id)).length : 0
  if (deleted) await tx.consents.removeOfClient(accountId, id)
  const sessions = mayLogIn(before, after) ? 0 : await tx.sessions.removeOfKey(accountId, id)
  return [
    ...(grants > 0 ? [`${grants} grants of users ended`] : []),
    ...(sessions > 0 ? [`${sessions} sessions of bots ended`] : []),
  ].join('; ')
}

function mayLogIn(before: StoredApplication, after: StoredApplication): boolean {
  const { enabled, deleted } = after.application
  if (!enabled || deleted || !hasBotLogin(after.application)) return false
  // With an overlap a reroll is a change as planned; without one the old secret is not trusted.
  const isRerolled = before.secret?.hash !== after.secret?.hash
  return !isRerolled || after.previous !== undefined
}

/**
 * Whether bots may log in with an application's secret (contract 2 section 3.5): it has the grant type of an
 * application in its own name, and its secret is what proves it.
 */
export function hasBotLogin({ manifest }: Pick<Application, 'manifest'>): boolean {
  const { grant_types: grants = [], token_endpoint_auth_method: method } = manifest
  const bySecret = method !== 'none' && method !== 'private_key_jwt'
  return bySecret && grants.includes('client_credentials')
}
