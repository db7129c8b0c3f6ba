import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'
import type { FieldName } from './form-values.ts'

/** The setting of a connector that decides a rule of the id_token: the line to change, if the token is right. */
export function fieldOfRule(
  rule: string,
  { configuration }: Pick<ConnectorObject, 'configuration'>,
): FieldName | undefined {
  if (ofKeys.has(rule)) {
    if (configuration.jwtValidationType === 'DISCOVERY') return 'discoveryEndpoint'
    return configuration.jwtValidationType === 'JWKS_ENDPOINT' ? 'jwksEndpoint' : 'jwtPublicKey'
  }
  return Object.hasOwn(byRule, rule) ? byRule[rule] : undefined
}

const ofKeys: ReadonlySet<string> = new Set(['keys', 'kid', 'key', 'signature'])

const byRule: Readonly<Record<string, FieldName>> = {
  jwe: 'encryptionRequired',
  alg: 'algorithms',
  times: 'textTimes',
  exp: 'clockToleranceSeconds',
  iat: 'clockToleranceSeconds',
  nbf: 'clockToleranceSeconds',
  iss: 'issuer',
  aud: 'audience',
  azp: 'clientId',
  lp_sdes: 'unknownSdes',
}
