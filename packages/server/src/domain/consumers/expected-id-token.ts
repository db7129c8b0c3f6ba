import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IdTokenExpectation } from '@watchword/protocol/consumers/id-token-expectation.ts'
import type { Connector, ConnectorRules } from '#domain/connectors/connector.ts'

/** What an id_token must be by the settings of a connector, some of its rules replaced by stricter ones. */
export function expectedIdToken(
  accountId: AccountId,
  { configuration }: Connector,
  rules: Partial<ConnectorRules> = {},
): IdTokenExpectation {
  const { issuer = '', clientId } = configuration
  const { algorithms, clockToleranceSeconds, audience, ...switches } = {
    ...configuration,
    ...rules,
  }
  const { allowMissingAudience, encryptionRequired, textTimes, unknownSdes } = switches
  return {
    accountId,
    issuer,
    clientId,
    audiences: audience,
    algorithms,
    toleranceSeconds: clockToleranceSeconds,
    ...{ allowMissingAudience, encryptionRequired, textTimes, unknownSdes },
  }
}
