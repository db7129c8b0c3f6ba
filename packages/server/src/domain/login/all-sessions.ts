import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { SessionLimits } from '#domain/accounts/settings.ts'
import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import { isBrowserSessionOver } from '#domain/browser-sessions/browser-session-end.ts'
import type { Reads } from '#storage/port.ts'
import { isSessionOver, type Session } from './session.ts'

/** A session of the Login Service, or one at the hosted pages (`atPages`), which tokens of applications follow from. */
export type AnySession =
  | (Session & { readonly atPages: false })
  | (BrowserSession & { readonly atPages: true })

/** All that an account has kept of both, each kind the newest first. */
export async function listAllSessions(
  { sessions, browserSessions }: Pick<Reads, 'sessions' | 'browserSessions'>,
  accountId: AccountId,
  now: number,
): Promise<readonly AnySession[]> {
  const [own, atPages] = [
    await sessions.list(accountId, now),
    await browserSessions.list(accountId, undefined, now),
  ]
  return [
    ...own.map((session) => ({ ...session, atPages: false as const })),
    ...atPages.map((session) => ({ ...session, atPages: true as const })),
  ]
}

/** Whether one is over, by the limits that hold now. */
export function isAnySessionOver(
  session: AnySession,
  limits: Pick<SessionLimits, 'absoluteMinutes' | 'idleMinutes'>,
  now: number,
): boolean {
  return session.atPages
    ? isBrowserSessionOver(session, limits, now)
    : isSessionOver(session, limits, now)
}
