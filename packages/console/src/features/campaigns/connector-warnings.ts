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

/**
 * Those while which nobody comes in, and the others. That nobody ever came in without a name is no warning: nobody
 * stands behind that connector who could have made a mistake.
 */
export function sortedWarnings(
  warnings: readonly ConnectorWarning[],
  isAnonymous: boolean,
): Readonly<Record<'all' | 'bad' | 'rest', readonly ConnectorWarning[]>> {
  const all = warnings.filter(({ kind }) => !(isAnonymous && kind === 'unused'))
  const isBad = ({ kind }: ConnectorWarning) =>
    kind === 'fault' || kind === 'down' || kind === 'failing'
  return { all, bad: all.filter(isBad), rest: all.filter((one) => !isBad(one)) }
}

/** Words for what is not told by the server. */
export type WarningWords = {
  readonly down: (url: string) => string
  readonly unused: string
  readonly failing: (refused: number, reason: string) => string
}

export function textOfWarning(warning: ConnectorWarning, words: WarningWords): string {
  switch (warning.kind) {
    case 'down':
      return words.down(warning.url)
    case 'unused':
      return words.unused
    case 'failing':
      return words.failing(warning.refused, warning.reason)
    default:
      return [warning.message, warning.advice ?? ''].join(' ').trim()
  }
}

/** What tells one from the others. */
export function keyOfWarning(warning: ConnectorWarning): string {
  return 'id' in warning ? warning.id : `${warning.kind} ${'url' in warning ? warning.url : ''}`
}
