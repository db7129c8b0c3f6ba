import type { AccessRestrictions } from '#domain/accounts/settings.ts'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { endUserAccess, type KeptAccess } from '#domain/authorization/end-user-access.ts'
import { removeBrowserSession } from '#domain/browser-sessions/end-browser-session.ts'
import {
  actorOf,
  isAdministrator,
  type Origin,
  requireAdministrator,
  sessionAskedFrom,
  type UserCaller,
} from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage, Writes } from '#storage/port.ts'
import { type AnySession, listAllSessions } from './all-sessions.ts'
import { addressJudge } from './judge-login.ts'
import type { Session } from './session.ts'

export type EndSessionPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

type Asking = { readonly caller: UserCaller; readonly origin: Origin }

/** Component code of sessions that somebody ended; the reference has none (contract 1 §6). */
const sessionObjectType = 'ACSessionObject'

/**
 * Ends one session: the caller's own, or as an administrator anybody's. It is refused everywhere once this
 * answers, in other processes within a second. Others' sessions are not there for whoever may not end them.
 */
export async function endSession(
  ports: EndSessionPorts,
  asking: Asking,
  sessionId: string,
): Promise<void> {
  const { accountId, userId } = asking.caller
  const isGone = await ports.storage.write(async (tx) => {
    const session =
      (await tx.sessions.find(accountId, sessionId)) ??
      (await tx.browserSessions.find(accountId, sessionId))
    if (session === undefined) return false
    if (session.userId !== userId && !isAdministrator(asking.caller)) return false
    return endAll({ ...ports, tx }, asking, [session]).then((ended) => ended > 0)
  })
  if (!isGone) throw new DomainError('not_found', 'There is no such session, or it has ended.')
}

/**
 * Signs a user out everywhere: ends every session, their sessions at the hosted pages, and what they allowed
 * applications; what the caller asks from perhaps excepted, a session or a grant with the browser session that it ends
 * with. Answers how many sessions there were.
 */
export async function endSessionsOfUser(
  ports: EndSessionPorts,
  asking: Asking,
  of: { readonly userId: number; readonly keepCurrent: boolean },
): Promise<number> {
  const { caller } = asking
  if (of.userId !== caller.userId) requireAdministrator(caller)
  return ports.storage.write(async (tx) => {
    const user = await tx.users.find(caller.accountId, of.userId)
    if (user === undefined) throw new DomainError('not_found', 'There is no such user.')
    const kept: KeptAccess = of.keepCurrent ? keptOf(caller) : {}
    const sessions = await tx.sessions.list(caller.accountId, ports.clock.now(), user.id)
    const atPages = await tx.browserSessions.list(caller.accountId, user.id, ports.clock.now())
    const ended = await endAll({ ...ports, tx }, asking, [
      ...sessions.filter(({ id }) => id !== kept.sessionId),
      ...atPages.filter(({ id }) => id !== kept.browserSessionId),
    ])
    await endUserAccess(tx, caller.accountId, user.id, kept)
    return ended
  })
}

/** What a caller asks from. */
function keptOf({ sessionId, granted }: UserCaller): KeptAccess {
  return { sessionId, browserSessionId: granted?.browserSessionId, grantId: granted?.grantId }
}

/**
 * Ends what was opened from where the access restrictions let nobody in any more, with the tokens that follow from it. The
 * session that asks stays: it alone may be able to take back what it did. Like a login, a session is judged by where it began.
 */
export async function endSessionsFromOutside(
  ports: Omit<EndSessionPorts, 'storage'> & { readonly tx: Writes },
  asking: Asking,
  restrictions: AccessRestrictions,
): Promise<number> {
  const sessions = await listAllSessions(ports.tx, asking.caller.accountId, ports.clock.now())
  const askedFrom = sessionAskedFrom(asking.caller)
  return endAll(ports, asking, sessionsFromOutside(sessions, askedFrom, restrictions))
}

/** Those of open sessions that restrictions end; never the one that asks. */
export function sessionsFromOutside(
  sessions: readonly AnySession[],
  askedFrom: string | undefined,
  restrictions: AccessRestrictions,
): readonly AnySession[] {
  const addresses = [...new Set(sessions.map(({ address }) => address))]
  const isAllowed = addressJudge(restrictions)
  const outside = new Set(addresses.filter((address) => !isAllowed(address)))
  return sessions.filter(({ id, address }) => id !== askedFrom && outside.has(address))
}

/** Ends what is above a limit of sessions for each user that was lowered: the oldest first. */
export async function endExcessSessions(
  ports: Omit<EndSessionPorts, 'storage'> & { readonly tx: Writes },
  asking: Asking,
  mostPerUser: number,
): Promise<number> {
  const sessions = await listAllSessions(ports.tx, asking.caller.accountId, ports.clock.now())
  return endAll(ports, asking, excessSessions(sessions, mostPerUser))
}

/** Those of open sessions, newest first, that are more than each user may have: of either kind so many. */
export function excessSessions(
  sessions: readonly AnySession[],
  mostPerUser: number,
): readonly AnySession[] {
  const kept = new Map<string, number>()
  return sessions.filter(({ userId, atPages }) => {
    const owner = `${userId} ${atPages}`
    const count = (kept.get(owner) ?? 0) + 1
    kept.set(owner, count)
    return count > mostPerUser
  })
}

async function endAll(
  { tx, dataKeys, clock }: Omit<EndSessionPorts, 'storage'> & { readonly tx: Writes },
  { caller, origin }: Asking,
  sessions: readonly Pick<Session, 'id' | 'userId'>[],
): Promise<number> {
  const { accountId } = caller
  const owners = await tx.users.findMany(accountId, [
    ...new Set(sessions.map(({ userId }) => userId)),
  ])
  const names = new Map(owners.map((user) => [user.id, user.loginName]))
  const entries: AuditEntry[] = []
  for (const { id, userId } of sessions) {
    const ended = await tx.sessions.remove(accountId, id)
    if (!ended && !(await removeBrowserSession(tx, { accountId, id }))) continue
    entries.push({
      at: clock.now(),
      action: 'Delete',
      objectType: sessionObjectType,
      objectId: id,
      objectName: names.get(userId) ?? `${userId}`,
      element: 'N/A',
      oldValue: '',
      newValue: '',
      actor: actorOf(caller, origin),
      requestId: origin.requestId,
      automatic: false,
    })
  }
  await recordAudit({ dataKeys, tx }, accountId, entries)
  return entries.length
}
