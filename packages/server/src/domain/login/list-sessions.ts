import { resolveSettings } from '#domain/accounts/settings.ts'
import { isBrowserSessionOver } from '#domain/browser-sessions/browser-session-end.ts'
import { requireAdministrator, sessionAskedFrom, type UserCaller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import type { Reads } from '#storage/port.ts'
import { absoluteEnd, isSessionOver, type Session } from './session.ts'

export type ListSessionPorts = {
  readonly storage: {
    readonly read: Pick<Reads, 'accounts' | 'users' | 'sessions' | 'browserSessions'>
  }
  readonly clock: Clock
}

/** An open session as its owner and administrators see it: nothing of it is a credential. */
export type OpenSession = Pick<
  Session,
  'id' | 'userId' | 'createdAt' | 'lastUsedAt' | 'address' | 'userAgent'
> & {
  /** How the user proved who they are; `browser`: on the hosted pages, for every application. */
  readonly method: Session['method'] | 'browser'
  readonly loginName: string
  /** Its end at the latest, and its end if it is not used again. */
  readonly expiresAt: number
  readonly idleEndsAt: number
  /** The caller's: the one they logged in to, or the one that the grant of their token ends with. */
  readonly current: boolean
}

/** Whose sessions: a user's, or everybody's. */
export type SessionOwner = number | 'all'

/** The open sessions of a user, or of all; those of others are for administrators. */
export async function listSessions(
  { storage, clock }: ListSessionPorts,
  caller: UserCaller,
  owner: SessionOwner,
): Promise<readonly OpenSession[]> {
  const { accountId } = caller
  if (owner !== caller.userId) requireAdministrator(caller)
  const userId = owner === 'all' ? undefined : owner
  const { accounts, users, sessions, browserSessions } = storage.read
  if (userId !== undefined && (await users.find(accountId, userId)) === undefined) {
    throw new DomainError('not_found', 'There is no such user.')
  }
  const now = clock.now()
  const [account, kept, keptInBrowsers] = await Promise.all([
    accounts.find(accountId),
    sessions.list(accountId, now, userId),
    browserSessions.list(accountId, userId, now),
  ])
  const limits = resolveSettings(account?.settings ?? {}).sessions
  // Uses are noted once a minute only; the caller's own session is in use right now.
  const open = kept
    .map((session) => (session.id === caller.sessionId ? { ...session, lastUsedAt: now } : session))
    .filter((session) => !isSessionOver(session, limits, now))
    .map((session) => ({ ...session, expiresAt: absoluteEnd(session, limits) }))
  const inBrowsers = keptInBrowsers
    .filter((session) => !isBrowserSessionOver(session, limits, now))
    .map((session) => ({ ...session, method: 'browser' as const }))
  const all = [...open, ...inBrowsers].sort((a, b) => b.createdAt - a.createdAt)
  const owners = await users.findMany(accountId, [...new Set(all.map((each) => each.userId))])
  const names = new Map(owners.map((user) => [user.id, user.loginName]))
  const current = sessionAskedFrom(caller)
  return all.map((session) => ({
    id: session.id,
    userId: session.userId,
    loginName: names.get(session.userId) ?? '',
    createdAt: session.createdAt,
    lastUsedAt: session.lastUsedAt,
    expiresAt: session.expiresAt,
    idleEndsAt: session.lastUsedAt + limits.idleMinutes * 60_000,
    address: session.address,
    userAgent: session.userAgent,
    method: session.method,
    current: session.id === current,
  }))
}

/** The session that the caller came with. */
export async function currentSession(
  ports: ListSessionPorts,
  caller: UserCaller,
): Promise<OpenSession> {
  const own = await listSessions(ports, caller, caller.userId)
  const found = own.find(({ current }) => current)
  if (found === undefined) {
    throw new DomainError('invalid_bearer', 'The session has ended. Log in again.')
  }
  return found
}
