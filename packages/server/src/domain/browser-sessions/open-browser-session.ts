import { recordAudit } from '#domain/audit/record-audit.ts'
import type { Proven } from '#domain/login/attempt.ts'
import { loginEntry, userActor } from '#domain/login/login-audit.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { sha256Hex } from '#lib/digest.ts'
import { orderedId } from '#lib/ordered-id.ts'
import type { Writes } from '#storage/port.ts'
import type { BrowserSession } from './browser-session.ts'
import { removeBrowserSession } from './end-browser-session.ts'

/** What authenticated the user, as tokens tell it. */
export type AuthenticationMethod = Pick<BrowserSession, 'amr' | 'acr'>

/**
 * Opens a browser session for a user who has just proved who they are, under a token that nobody knew before
 * (so that a cookie planted earlier is worth nothing), and audits it. The session that the browser had ends; if
 * it was the same user's, the new one keeps its public id, because to applications it is the same login at this
 * browser (`sid`). The caller holds the account's row, so the limit per user holds however many come at once.
 */
export async function openBrowserSession(
  ports: { readonly dataKeys: DataKeys; readonly tx: Writes },
  proven: Pick<Proven, 'account' | 'settings' | 'user' | 'profiles' | 'origin' | 'now'>,
  opening: AuthenticationMethod & {
    readonly token: string
    /** The token that the browser showed before. */
    readonly previousToken: string | undefined
  },
): Promise<BrowserSession> {
  const { tx, dataKeys } = ports
  const { account, settings, user, profiles, origin, now } = proven
  const replaced =
    opening.previousToken === undefined
      ? undefined
      : await tx.browserSessions.findByToken(account.id, sha256Hex(opening.previousToken))
  const renewed = replaced?.userId === user.id ? replaced.id : undefined
  if (renewed !== undefined) await tx.browserSessions.remove(account.id, renewed)
  else if (replaced !== undefined) await removeBrowserSession(tx, replaced)

  const { absoluteMinutes, maxPerUser } = settings.sessions
  const open = await tx.browserSessions.list(account.id, user.id, now)
  const tooOld = open.slice(Math.max(0, maxPerUser - 1))
  for (const session of tooOld) await removeBrowserSession(tx, session)

  const session: BrowserSession = {
    accountId: account.id,
    id: renewed ?? orderedId(now),
    tokenHash: sha256Hex(opening.token),
    userId: user.id,
    createdAt: now,
    authTime: now,
    amr: opening.amr,
    acr: opening.acr,
    lastUsedAt: now,
    expiresAt: now + absoluteMinutes * 60_000,
    address: origin.address,
    userAgent: origin.userAgent,
  }
  await tx.browserSessions.insert(session)
  const actor = userActor(user, profiles, origin, 'password')
  const about = { at: now, subject: { kind: 'user', user }, actor, origin } as const
  await recordAudit({ dataKeys, tx }, account.id, [
    ...tooOld.map((ended) =>
      loginEntry(about, {
        action: 'Logout',
        element: 'browserSessionLimit',
        oldValue: ended.id,
        automatic: true,
      }),
    ),
    loginEntry(about, { action: 'Login', element: 'browserSession', newValue: session.id }),
  ])
  return session
}
