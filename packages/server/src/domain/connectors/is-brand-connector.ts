import { delegationOnly } from '@watchword/protocol/consumers/read-public-key.ts'
import type { Connector } from './connector.ts'

/** Whether a connector vouches for nobody, and only gets tokens for the brand's own APIs (contract 3 section 12). */
export function isForDelegationAlone({
  configuration,
}: {
  readonly configuration: Pick<Connector['configuration'], 'jwtPublicKey'>
}): boolean {
  return configuration.jwtPublicKey === delegationOnly
}

/** Whether the brand's identity provider vouches for consumers by it. */
export function isBrandConnector(connector: Pick<Connector, 'type' | 'configuration'>): boolean {
  return connector.type !== 0 && !isForDelegationAlone(connector)
}
