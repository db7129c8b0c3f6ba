import { formatConfigDate } from '@watchword/protocol/api/account-config-date.ts'
import type { ConnectorObject, PublicConnector } from '@watchword/protocol/api/connector.ts'
import { maskedSecret } from '@watchword/protocol/api/connector-secret.ts'
import type { Connector, StoredConnector } from '#domain/connectors/connector.ts'
import { isBrandConnector } from '#domain/connectors/is-brand-connector.ts'

/** A connector on the wire (contract 3 section 3.2). Of its secret only whether there is one. */
export function wireConnector({ connector, sealedSecret }: StoredConnector): ConnectorObject {
  const { id, name, type, deleted, createdAt, updatedAt, configuration } = connector
  const { reportOnly } = configuration
  return {
    id,
    name,
    type,
    deleted,
    dateCreated: formatConfigDate(new Date(createdAt)),
    dateUpdated: formatConfigDate(new Date(updatedAt)),
    configuration: {
      ...configuration,
      issuerDisplayName: configuration.issuerDisplayName ?? null,
      issuer: configuration.issuer ?? null,
      authorizationEndpoint: configuration.authorizationEndpoint ?? null,
      tokenEndpoint: configuration.tokenEndpoint ?? null,
      clientId: configuration.clientId ?? null,
      clientSecret: sealedSecret === undefined ? null : maskedSecret,
      jwtPublicKey: configuration.jwtPublicKey ?? null,
      jwksEndpoint: configuration.jwksEndpoint ?? null,
      discoveryEndpoint: configuration.discoveryEndpoint ?? null,
      scopes: [...configuration.scopes],
      redirectUris: [...configuration.redirectUris],
      algorithms: [...configuration.algorithms],
      audience: [...configuration.audience],
      reportOnly: reportOnly === undefined ? null : wireRules(reportOnly),
    },
  }
}

function wireRules(rules: NonNullable<Connector['configuration']['reportOnly']>) {
  const { algorithms, audience, ...others } = rules
  return {
    ...others,
    ...(algorithms && { algorithms: [...algorithms] }),
    ...(audience && { audience: [...audience] }),
  }
}

/** What everybody may know; those for delegation alone are no way in, so they are left out. */
export function publicConnectors(stored: readonly StoredConnector[]): readonly PublicConnector[] {
  return stored
    .map(({ connector }) => connector)
    .filter((connector) => connector.type === 0 || isBrandConnector(connector))
    .map(({ id, name, type, configuration }) => ({
      id,
      name,
      type,
      configuration: {
        jsMethodName: configuration.jsMethodName,
        jsContext: configuration.jsContext,
        preferred: configuration.preferred,
        issuer: configuration.issuer ?? null,
        issuerDisplayName: configuration.issuerDisplayName ?? null,
        pkceEnabled: configuration.pkceEnabled,
        rfcCompliance: configuration.rfcCompliance,
      },
    }))
}
