import type { Account } from '#domain/accounts/account.ts'
import type { Settings } from '#domain/accounts/settings.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import type { Origin } from '#domain/caller.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import type { Writes } from '#storage/port.ts'
import { loginEntry, userActor } from './login-audit.ts'
import type { Session } from './session.ts'

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

/** Somebody who has proved who they are, as they are in the transaction that lets them in. */
export type Entrant = {
  readonly account: Account
  readonly settings: Settings
  readonly user: User
  readonly profiles: readonly Profile[]
  readonly origin: Origin
  readonly now: number
  readonly proof: Proof
}

/** How they proved it. What is opened with a key ends with the key. */
export type Proof =
  | { readonly method: 'password' }
  | {
      readonly method: Exclude<Session['method'], 'password'>
      readonly keyId: string
      readonly expiresAt: number | undefined
    }

/**
 * Opens a session for a user who has proved who they are, and audits it; answers when it ends at the latest.
 * Only so many of one user may be open: the oldest end first. The caller holds the account's row, so the limit
 * holds however many come at once.
 */
export async function openSession(
  { dataKeys, tx }: { readonly dataKeys: DataKeys; readonly tx: Writes },
  entrant: Entrant,
  secrets: SessionSecrets,
): Promise<number> {
  const { account, settings, user, profiles, origin, now, proof } = entrant
  const { absoluteMinutes, maxPerUser } = settings.sessions
  const open = await tx.sessions.list(account.id, now, user.id)
  const tooOld = open.slice(Math.max(0, maxPerUser - 1))
  for (const { id } of tooOld) await tx.sessions.remove(account.id, id)
  const id = randomHex(16)
  const key = proof.method === 'password' ? undefined : proof
  const expiresAt = Math.min(now + absoluteMinutes * 60_000, key?.expiresAt ?? Infinity)
  await tx.sessions.insert({
    accountId: account.id,
    id,
    userId: user.id,
    tokenHash: sha256Hex(secrets.bearer),
    cookieHash: sha256Hex(secrets.cookie),
    csrfHash: sha256Hex(secrets.csrf),
    createdAt: now,
    expiresAt,
    lastUsedAt: now,
    address: origin.address,
    userAgent: origin.userAgent,
    method: proof.method,
    ...(key === undefined ? {} : { keyId: key.keyId }),
  })
  const actor = userActor(user, profiles, origin, proof.method)
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
    loginEntry(about, {
      action: 'Login',
      element: 'session',
      newValue: key === undefined ? id : `${id}; key ${key.keyId}`,
    }),
  ])
  return expiresAt
}
