import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { SessionLimits } from '#domain/accounts/settings.ts'

/** A logged-in user. Its three secrets are kept as SHA-256 only. */
export type Session = {
  readonly accountId: AccountId
  /** Public name of the session, for lists. Not a credential. */
  readonly id: string
  readonly userId: number
  readonly tokenHash: string
  readonly cookieHash: string
  readonly csrfHash: string
  readonly createdAt: number
  /** The absolute end; a refresh does not move it. */
  readonly expiresAt: number
  readonly lastUsedAt: number
  readonly address: string
  readonly userAgent: string
  /** How the user proved who they are. */
  readonly method: 'password' | 'api-key' | 'application'
  /** What a bot proved itself with, by its id: when that may no longer be used, the session ends. */
  readonly keyId?: string
}

/** When a session ends at the latest: a limit that was shortened since then holds for it too. */
export function absoluteEnd(
  { createdAt, expiresAt }: Pick<Session, 'createdAt' | 'expiresAt'>,
  { absoluteMinutes }: Pick<SessionLimits, 'absoluteMinutes'>,
): number {
  return Math.min(expiresAt, createdAt + absoluteMinutes * 60_000)
}

/** Whether a session is over, by the limits that hold now. */
export function isSessionOver(
  session: Pick<Session, 'createdAt' | 'expiresAt' | 'lastUsedAt'>,
  limits: Pick<SessionLimits, 'absoluteMinutes' | 'idleMinutes'>,
  now: number,
): boolean {
  return (
    now >= absoluteEnd(session, limits) || now - session.lastUsedAt >= limits.idleMinutes * 60_000
  )
}
