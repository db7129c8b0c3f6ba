import type { ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'

/** How a connector does, in one word. */
export type Health =
  /** Nobody came yet. */
  | 'unused'
  /** The newest consumer was let in. */
  | 'working'
  /** The newest was refused. One stranger who sends rubbish is enough for that. */
  | 'doubtful'
  /** Nobody was ever let in, and somebody was refused. */
  | 'failing'
  /** A server of the identity provider failed so often that it is not asked for a while. */
  | 'down'

type Told = Pick<
  ConnectorStatus,
  'verified' | 'refused' | 'lastVerifiedAt' | 'lastRefused' | 'identityProvider'
>

/** What a status comes to. */
export function healthOf(status: Told): Health {
  const { lastVerifiedAt, lastRefused, identityProvider } = status
  if (identityProvider.some(({ state }) => state === 'open')) return 'down'
  if (lastVerifiedAt === null) return lastRefused === null ? 'unused' : 'failing'
  if (lastRefused === null) return 'working'
  return Date.parse(lastRefused.lastAt) > Date.parse(lastVerifiedAt) ? 'doubtful' : 'working'
}

/** How many were refused, for whatever reason. */
export function refusedOf({ refused }: Pick<ConnectorStatus, 'refused'>): number {
  return refused.reduce((sum, { count }) => sum + count, 0)
}
