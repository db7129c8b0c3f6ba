import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { Origin } from '#domain/caller.ts'
import { loginEntry, userActor } from '#domain/login/login-audit.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage, Writes } from '#storage/port.ts'
import type { BrowserSession } from './browser-session.ts'

type Named = Pick<BrowserSession, 'accountId' | 'id'>

/** Ends one browser session, and what was granted for as long as it lives. `false`: it was gone. */
export async function removeBrowserSession(
  tx: Pick<Writes, 'browserSessions' | 'grants'>,
  { accountId, id }: Named,
): Promise<boolean> {
  const removed = await tx.browserSessions.remove(accountId, id)
  await tx.grants.revokeOfBrowserSession(accountId, id)
  return removed
}

/** Ends the browser sessions of a user, but for `exceptId`, and what was granted for as long as they live. */
export async function removeBrowserSessionsOfUser(
  tx: Pick<Writes, 'browserSessions' | 'grants'>,
  accountId: AccountId,
  userId: number,
  exceptId?: string,
): Promise<number> {
  const ended = await tx.browserSessions.removeOfUser(accountId, userId, exceptId)
  for (const id of ended) await tx.grants.revokeOfBrowserSession(accountId, id)
  return ended.length
}

/** Ends a browser session because its user logs out, and audits it. It may have ended already. */
export async function logOutOfBrowser(
  ports: {
    readonly storage: Pick<Storage, 'write'>
    readonly dataKeys: DataKeys
    readonly clock: Clock
  },
  session: BrowserSession,
  origin: Origin,
): Promise<void> {
  const { storage, dataKeys, clock } = ports
  const { accountId, userId, id } = session
  await storage.write(async (tx) => {
    const user = await tx.users.find(accountId, userId)
    if (!(await removeBrowserSession(tx, session)) || user === undefined) return
    const profiles = await tx.profiles.findMany(accountId, user.profileIds)
    const actor = userActor(user, profiles, origin, 'session')
    const about = { at: clock.now(), subject: { kind: 'user', user }, actor, origin } as const
    await recordAudit({ dataKeys, tx }, accountId, [
      loginEntry(about, { action: 'Logout', element: 'browserSession', oldValue: id }),
    ])
  })
}
