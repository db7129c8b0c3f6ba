import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import { connectorWords as words } from './messages.ts'
import { methodOf } from './method.ts'

/** Who vouches for those who come in by a connector, in a line. */
export function issuerLine(connector: ConnectorObject): string {
  const { issuer, issuerDisplayName } = connector.configuration
  if (issuer === null) {
    return methodOf(connector) === 'delegation' ? words.delegationIssuer : words.noIssuer
  }
  return issuerDisplayName === null ? issuer : `${issuerDisplayName} · ${issuer}`
}
