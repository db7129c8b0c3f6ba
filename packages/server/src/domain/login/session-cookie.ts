/** What the session cookie does, beside its csrf: keep a session alive, and end it (contract 1 §2.6, §2.7). */
import { parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { Origin } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { equalInConstantTime, sha256Hex } from '#lib/digest.ts'
import type { Reads, Storage } from '#storage/port.ts'
import { mayAct } from './callers.ts'
import { loginEntry, userActor } from './login-audit.ts'
import { isSessionOver, type Session } from './session.ts'

export type SessionCookiePorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** What a client sent to act on its own session. */
export type SessionProof = {
  /** As it stands in the path. */
  readonly accountId: string
  readonly cookie: string | undefined
  readonly csrf: string | undefined
}

/** Keeps a session alive: its idle time starts again, its absolute end does not move. */
export async function refreshSession(
  ports: SessionCookiePorts,
  proof: SessionProof,
): Promise<Session> {
  const { storage, clock } = ports
  const now = clock.now()
  const session = await findSession(storage.read, proof, now)
  await storage.write((tx) => tx.sessions.touch(session.accountId, session.id, now))
  return session
}

/** Ends a session: cookie and bearer are refused from now on, by every process. */
export async function logOut(
  ports: SessionCookiePorts,
  proof: SessionProof,
  origin: Origin,
): Promise<Session> {
  const { storage, dataKeys, clock } = ports
  const now = clock.now()
  const session = await findSession(storage.read, proof, now)
  const { accountId, id, userId } = session
  await storage.write(async (tx) => {
    const user = await tx.users.find(accountId, userId)
    if (!(await tx.sessions.remove(accountId, id)) || user === undefined) return
    const profiles = await tx.profiles.findMany(accountId, user.profileIds)
    const actor = userActor(user, profiles, origin, 'session')
    const about = { at: now, subject: { kind: 'user', user }, actor, origin } as const
    await recordAudit({ dataKeys, tx }, accountId, [
      loginEntry(about, { action: 'Logout', element: 'session', oldValue: id }),
    ])
  })
  return session
}

async function findSession(
  read: Pick<Reads, 'sessions' | 'accounts' | 'users'>,
  { accountId: text, cookie, csrf }: SessionProof,
  now: number,
): Promise<Session> {
  const accountId = parseAccountId(text)
  if (accountId === undefined || cookie === undefined) throw mismatch()
  const session = await read.sessions.findByCookie(accountId, sha256Hex(cookie))
  if (session === undefined || csrf === undefined) throw mismatch()
  if (!equalInConstantTime(session.csrfHash, sha256Hex(csrf))) throw mismatch()
  const [account, user] = await Promise.all([
    read.accounts.find(accountId),
    read.users.find(accountId, session.userId),
  ])
  if (account?.status !== 'active' || user === undefined || !mayAct(user)) throw mismatch()
  if (isSessionOver(session, resolveSettings(account.settings).sessions, now)) throw mismatch()
  return session
}

/** Word for word as documented (contract 1 section 2.6); said of a missing or expired cookie as well. */
function mismatch(): DomainError {
  return new DomainError(
    'csrf_mismatch',
    'CSRF token invalid! The CSRF token on request does not match the CSRF token on the session',
  )
}
