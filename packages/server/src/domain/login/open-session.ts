import { recordAudit } from '#domain/audit/record-audit.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import type { Writes } from '#storage/port.ts'
import type { Proven } from './check-password.ts'
import { loginEntry, userActor } from './login-audit.ts'

/** The three secrets of a session, which nobody but the client keeps: 256 random bits each. */
export type SessionSecrets = {
  readonly bearer: string
  /** To be sent beside the cookie, in the body, to refresh and log out. */
  readonly csrf: string
  /** The value of the session cookie. */
  readonly cookie: string
}

/** New secrets. A bearer stands unescaped in a WebSocket path (contract 4, row 7): hex is safe there. */
export function createSessionSecrets(): SessionSecrets {
  return { bearer: randomHex(32), csrf: randomHex(32), cookie: randomHex(32) }
}

/**
 * Opens a session for a user who has shown their password, and audits it. Only so many of one user may be
 * open: the oldest end first. The caller holds the account's row, so the limit holds however many come at once.
 */
export async function openSession(
  { dataKeys, tx }: { readonly dataKeys: DataKeys; readonly tx: Writes },
  proven: Proven,
  secrets: SessionSecrets,
): Promise<void> {
  const { account, settings, user, profiles, origin, now } = proven
  const { absoluteMinutes, maxPerUser } = settings.sessions
  const open = await tx.sessions.list(account.id, now, user.id)
  const tooOld = open.slice(Math.max(0, maxPerUser - 1))
  for (const { id } of tooOld) await tx.sessions.remove(account.id, id)
  const id = randomHex(16)
  await tx.sessions.insert({
    accountId: account.id,
    id,
    userId: user.id,
    tokenHash: sha256Hex(secrets.bearer),
    cookieHash: sha256Hex(secrets.cookie),
    csrfHash: sha256Hex(secrets.csrf),
    createdAt: now,
    expiresAt: now + absoluteMinutes * 60_000,
    lastUsedAt: now,
    address: origin.address,
    userAgent: origin.userAgent,
    method: 'password',
  })
  const actor = userActor(user, profiles, origin, 'password')
  const about = { at: now, subject: { kind: 'user', user }, actor, origin } as const
  await recordAudit({ dataKeys, tx }, account.id, [
    ...tooOld.map((ended) =>
      loginEntry(about, {
        action: 'Logout',
        element: 'sessionLimit',
        oldValue: ended.id,
        automatic: true,
      }),
    ),
    loginEntry(about, { action: 'Login', element: 'session', newValue: id }),
  ])
}
