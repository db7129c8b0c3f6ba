import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { mayAct } from '#domain/login/callers.ts'
import { isAddressAllowed } from '#domain/login/judge-login.ts'
import type { User } from '#domain/users/user.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { Reads, Storage } from '#storage/port.ts'
import type { BrowserSession } from './browser-session.ts'
import { isBrowserSessionOver } from './browser-session-end.ts'

/** A browser session that lives, and whose it is. */
export type LiveBrowserSession = {
  readonly session: BrowserSession
  readonly account: Account
  readonly user: User
}

type Needed = Pick<Reads, 'accounts' | 'users' | 'browserSessions'>

/** The session of a cookie. `undefined`: unknown, over, or of a user or account that may not act. */
export async function findBrowserSession(
  { storage, clock }: { readonly storage: { readonly read: Needed }; readonly clock: Clock },
  accountId: AccountId,
  cookie: string | undefined,
): Promise<LiveBrowserSession | undefined> {
  if (cookie === undefined) return undefined
  const { read } = storage
  const session = await read.browserSessions.findByToken(accountId, sha256Hex(cookie))
  return session && judge(read, session, clock.now())
}

/** The session of that id, with the same answers: for what lives only as long as it does. */
export async function findBrowserSessionById(
  read: Needed,
  accountId: AccountId,
  id: string,
  now: number,
): Promise<LiveBrowserSession | undefined> {
  const session = await read.browserSessions.find(accountId, id)
  return session && judge(read, session, now)
}

async function judge(
  read: Needed,
  session: BrowserSession,
  now: number,
): Promise<LiveBrowserSession | undefined> {
  const [account, user] = await Promise.all([
    read.accounts.find(session.accountId),
    read.users.find(session.accountId, session.userId),
  ])
  if (account?.status !== 'active' || user === undefined || !mayAct(user)) return undefined
  const { sessions, accessRestrictions } = resolveSettings(account.settings)
  if (isBrowserSessionOver(session, sessions, now)) return undefined
  // Like a login, a session is judged by where it began, and by the restrictions of now.
  return isAddressAllowed(accessRestrictions, session.address)
    ? { session, account, user }
    : undefined
}

/** Uses within a minute of the last note are not noted again. */
const noteEveryMs = 60_000

/** Notes that a browser session was used: its idle time starts again. */
export async function noteBrowserSessionUse(
  { storage, clock }: { readonly storage: Pick<Storage, 'write'>; readonly clock: Clock },
  { accountId, id, lastUsedAt }: BrowserSession,
): Promise<void> {
  const now = clock.now()
  if (now - lastUsedAt < noteEveryMs) return
  await storage.write((tx) => tx.browserSessions.touch(accountId, id, now))
}
