import { createAccountCache } from '#domain/account-cache.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { UserCaller } from '#domain/caller.ts'
import type { User } from '#domain/users/user.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import { describeUser } from './describe-user.ts'
import { absoluteEnd, type Session } from './session.ts'

/**
 * Finds out whose session a bearer is, by its SHA-256: one cache hit, or on a miss one indexed read. `undefined`:
 * unknown, expired, idle for too long, or of a user or account that may not act.
 */
export type SessionCallers = {
  /** Out of memory. `undefined` also if the database must be asked. */
  known(tokenHash: string): UserCaller | undefined
  find(tokenHash: string): Promise<UserCaller | undefined>
}

/** Uses within a minute of the last note are not noted again. */
const noteEveryMs = 60_000

export function createSessionCallers(ports: {
  readonly storage: Pick<Storage, 'read' | 'write' | 'announcements'>
  readonly clock: Clock
  /** Told when a use could not be noted. */
  readonly onFault: (fault: unknown) => void
}): SessionCallers {
  const { storage, clock, onFault } = ports
  const known = createAccountCache<Known>(storage.announcements, { max: 20_000 })

  async function find(tokenHash: string): Promise<UserCaller | undefined> {
    const mark = known.mark()
    const session = await storage.read.sessions.findByToken(tokenHash)
    if (session === undefined) return undefined
    const found = await describeSession(session, tokenHash)
    if (found === undefined || isOver(found, clock.now())) return undefined
    known.set(tokenHash, session.accountId, found, mark)
    noteUse(found)
    return found.caller
  }

  async function describeSession(session: Session, tokenHash: string): Promise<Known | undefined> {
    const { accounts, users, profiles } = storage.read
    const [account, user] = await Promise.all([
      accounts.find(session.accountId),
      users.find(session.accountId, session.userId),
    ])
    if (account?.status !== 'active' || user === undefined || !mayAct(user)) return undefined
    const userProfiles = await profiles.findMany(session.accountId, user.profileIds)
    const limits = resolveSettings(account.settings).sessions
    return {
      caller: describeUser(session.accountId, user, userProfiles, {
        sessionId: session.id,
        tokenHash,
      }),
      sessionId: session.id,
      expiresAt: absoluteEnd(session, limits),
      idleMs: limits.idleMinutes * 60_000,
      lastUsedAt: session.lastUsedAt,
      notedAt: session.lastUsedAt,
    }
  }

  function noteUse(entry: Known): void {
    const now = clock.now()
    entry.lastUsedAt = now
    if (now - entry.notedAt < noteEveryMs) return
    entry.notedAt = now
    const { sessionId } = entry
    const { accountId } = entry.caller
    storage.write((tx) => tx.sessions.touch(accountId, sessionId, now)).catch(onFault)
  }

  return {
    known: (tokenHash) => {
      const entry = known.get(tokenHash)
      // Another process may have noted a later use than this one saw: the database decides.
      if (entry === undefined || isOver(entry, clock.now())) return undefined
      noteUse(entry)
      return entry.caller
    },
    find,
  }
}

type Known = {
  readonly caller: UserCaller
  readonly sessionId: string
  readonly expiresAt: number
  readonly idleMs: number
  lastUsedAt: number
  notedAt: number
}

function isOver(known: Known, now: number): boolean {
  return now >= known.expiresAt || now - known.lastUsedAt >= known.idleMs
}

/** Whether a user may do anything at all. */
export function mayAct(user: User): boolean {
  return !user.deleted && user.isEnabled && !user.blocked
}
