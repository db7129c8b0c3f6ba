import { createAccountCache } from '#domain/account-cache.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { UserCaller } from '#domain/caller.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Storage } from '#storage/port.ts'
import { absoluteEnd, type Session } from './session.ts'

/** Finds out who a bearer belongs to: one SHA-256 and one cache hit, or on a miss one indexed read. */
export type Callers = {
  /** `undefined`: unknown, expired, idle for too long, or of a user or account that may not act. */
  byBearer(bearer: string): UserCaller | undefined | Promise<UserCaller | undefined>
}

/** Uses within a minute of the last note are not noted again. */
const noteEveryMs = 60_000

export function createCallers(ports: {
  readonly storage: Pick<Storage, 'read' | 'write' | 'announcements'>
  readonly clock: Clock
  /** Told when a use could not be noted. */
  readonly onFault: (fault: unknown) => void
}): Callers {
  const { storage, clock, onFault } = ports
  const known = createAccountCache<Known>(storage.announcements, { max: 20_000 })

  async function find(tokenHash: string): Promise<UserCaller | undefined> {
    const mark = known.mark()
    const session = await storage.read.sessions.findByToken(tokenHash)
    if (session === undefined) return undefined
    const found = await describeSession(session)
    if (found === undefined || isOver(found, clock.now())) return undefined
    known.set(tokenHash, session.accountId, found, mark)
    noteUse(found)
    return found.caller
  }

  async function describeSession(session: Session): Promise<Known | undefined> {
    const { accounts, users, profiles } = storage.read
    const [account, user] = await Promise.all([
      accounts.find(session.accountId),
      users.find(session.accountId, session.userId),
    ])
    if (account?.status !== 'active' || user === undefined || !mayAct(user)) return undefined
    const userProfiles = await profiles.findMany(session.accountId, user.profileIds)
    const limits = resolveSettings(account.settings).sessions
    return {
      caller: describeCaller(session, user, userProfiles),
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
    const { accountId, sessionId } = entry.caller
    storage.write((tx) => tx.sessions.touch(accountId, sessionId, now)).catch(onFault)
  }

  return {
    byBearer: (bearer) => {
      const tokenHash = sha256Hex(bearer)
      const entry = known.get(tokenHash)
      // Another process may have noted a later use than this one saw: the database decides.
      if (entry === undefined || isOver(entry, clock.now())) return find(tokenHash)
      noteUse(entry)
      return entry.caller
    },
  }
}

type Known = {
  readonly caller: UserCaller
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

function describeCaller(session: Session, user: User, profiles: readonly Profile[]): UserCaller {
  const live = profiles.filter((profile) => !profile.deleted)
  return {
    kind: 'user',
    accountId: session.accountId,
    userId: user.id,
    loginName: user.loginName,
    fullName: user.fullName,
    employeeId: user.employeeId ?? '',
    sessionId: session.id,
    tokenHash: session.tokenHash,
    profileNames: live.map((profile) => profile.name),
    packages: new Set(live.flatMap((profile) => profile.enabledPackages)),
    roles: new Set(live.map((profile) => profile.roleTypeId)),
    managedGroupIds: user.managerOf.map((assignment) => assignment.agentGroupId),
    isLpa: user.lpaCreatedUser,
  }
}
