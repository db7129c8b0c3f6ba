import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IdTokenReport } from '@watchword/protocol/consumers/check-id-token.ts'
import { refusalsBy } from '@watchword/protocol/consumers/judge-stricter.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import type { Clock } from '#lib/clock.ts'
import { expectedIdToken } from './expected-id-token.ts'
import type { HandshakeRecorder } from './record-handshakes.ts'

/** Counts the rules of `reportOnly` that would have refused a token that was taken. Nobody is refused by them. */
export function reportStricter(
  {
    handshakes,
    clock,
  }: {
    readonly handshakes: Pick<HandshakeRecorder, 'wouldRefuse'>
    readonly clock: Clock
  },
  { accountId, connector }: { readonly accountId: AccountId; readonly connector: Connector },
  report: IdTokenReport,
): void {
  const { reportOnly } = connector.configuration
  if (reportOnly === undefined) return
  const stricter = expectedIdToken(accountId, connector, reportOnly)
  for (const { rule } of refusalsBy(report, stricter, clock.now() / 1000)) {
    handshakes.wouldRefuse(accountId, connector.id, rule)
  }
}
