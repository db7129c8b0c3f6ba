import type { Connector } from './connector.ts'

/**
 * Where what is secret of a connector goes: to the token endpoint, or to the one that the metadata at this address names.
 * What was given for one destination is sent to no other.
 */
export function destinationOf({
  tokenEndpoint,
  discoveryEndpoint,
}: Connector['configuration']): string | undefined {
  return tokenEndpoint ?? discoveryEndpoint
}
