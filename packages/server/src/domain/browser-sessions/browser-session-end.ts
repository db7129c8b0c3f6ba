import type { SessionLimits } from '#domain/accounts/settings.ts'
import type { BrowserSession } from './browser-session.ts'

type Timed = Pick<BrowserSession, 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'extended'>

/**
 * Whether a browser session is over, by the limits that hold now: idle for too long, or at its absolute end. A
 * limit that was shortened since it began holds for it too, unless its end was moved since.
 */
export function isBrowserSessionOver(
  session: Timed,
  limits: Pick<SessionLimits, 'absoluteMinutes' | 'idleMinutes'>,
  now: number,
): boolean {
  const { createdAt, expiresAt, lastUsedAt, extended = false } = session
  const end = extended
    ? expiresAt
    : Math.min(expiresAt, createdAt + limits.absoluteMinutes * 60_000)
  return now >= end || now - lastUsedAt >= limits.idleMinutes * 60_000
}
