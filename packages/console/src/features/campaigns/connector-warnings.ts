import type { ConnectorCheck, ConnectorStatus } from '@watchword/protocol/api/connector-report.ts'

/** Something about a connector that whoever builds a campaign on it should know. */
export type ConnectorWarning =
  /** A server of the identity provider is not asked for a while, because it failed again and again. */
  | { readonly kind: 'down'; readonly url: string }
  /** Nobody ever came in by it, or tried to. */
  | { readonly kind: 'unused' }
  /** Everybody who tried was refused. */
  | { readonly kind: 'failing'; readonly refused: number; readonly reason: string }
  /** What the doctor found. */
  | {
      readonly kind: 'fault' | 'warning'
      readonly id: string
      readonly message: string
      readonly advice: string | null
    }

/** The worst first; none: nothing is known against it. */
export function warningsOf(
  status: ConnectorStatus | undefined,
  check: ConnectorCheck | undefined,
): readonly ConnectorWarning[] {
  const found = (verdict: 'fault' | 'warning') =>
    (check?.findings ?? [])
      .filter((finding) => finding.verdict === verdict)
      .map(({ id, message, advice }) => ({ kind: verdict, id, message, advice }))
  return [...found('fault'), ...warningsOfStatus(status), ...found('warning')]
}

function warningsOfStatus(status: ConnectorStatus | undefined): readonly ConnectorWarning[] {
  if (status === undefined) return []
  const { identityProvider, lastVerifiedAt, lastRefused, refused } = status
  const down = identityProvider
    .filter(({ state }) => state === 'open')
    .map(({ url }) => ({ kind: 'down' as const, url }))
  if (lastVerifiedAt !== null) return down
  if (lastRefused === null) return [...down, { kind: 'unused' }]
  const count = refused.reduce((sum, one) => sum + one.count, 0)
  return [...down, { kind: 'failing', refused: count, reason: lastRefused.name }]
}
