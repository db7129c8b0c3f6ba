import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { removeBrowserSessionsOfUser } from '#domain/browser-sessions/end-browser-session.ts'
import type { Writes } from '#storage/port.ts'

/** What of a user's access stays. */
export type KeptAccess = {
  /** The session that asks for the rest to end. */
  readonly sessionId?: string | undefined
  /** The same, of whoever asks by a token: the browser session that it ends with, and its grant. */
  readonly browserSessionId?: string | undefined
  readonly grantId?: string | undefined
  /** What they allowed applications, for as long as it does not hang on a browser session. */
  readonly grants?: boolean
}

/**
 * Ends all by which a user is known: sessions, browser sessions, and what they allowed applications with its tokens
 * and codes. Whoever takes a user's access away calls this, so that nothing is forgotten. Refused everywhere once the
 * transaction is kept, in other processes within a second.
 */
export async function endUserAccess(
  tx: Pick<Writes, 'sessions' | 'browserSessions' | 'grants'>,
  accountId: AccountId,
  userId: number,
  kept: KeptAccess = {},
): Promise<{ readonly sessions: number; readonly grants: number }> {
  const sessions = await tx.sessions.removeOfUser(accountId, userId, kept.sessionId)
  await removeBrowserSessionsOfUser(tx, accountId, userId, kept.browserSessionId)
  if (kept.grants === true) return { sessions, grants: 0 }
  const grants = await tx.grants.revokeOfUser(accountId, userId, { exceptId: kept.grantId })
  return { sessions, grants: grants.length }
}
