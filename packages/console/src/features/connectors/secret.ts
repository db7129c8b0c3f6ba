import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { ConnectorValues } from './form-values.ts'

/** A client secret of 256 bits, as the characters that every identity provider takes. */
export function randomSecret(): string {
  const text = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** A secret that is kept is sent nowhere else than where it goes: for another server, it is asked for again. */
export function mustSendSecret(
  values: Pick<ConnectorValues, 'tokenEndpoint' | 'discoveryEndpoint' | 'tokenEndpointAuthMethod'>,
  { configuration }: Pick<ConnectorObject, 'configuration'>,
): boolean {
  return (
    values.tokenEndpoint.trim() !== (configuration.tokenEndpoint ?? '') ||
    values.discoveryEndpoint.trim() !== (configuration.discoveryEndpoint ?? '')
  )
}
