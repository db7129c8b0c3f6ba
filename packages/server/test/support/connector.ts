import type { Connector, ConnectorConfiguration } from '#domain/connectors/connector.ts'

/** A connector for the code flow of an identity provider whose keys are at a URL, with what a test changes of it. */
export function connectorOf(
  change: Partial<ConnectorConfiguration> = {},
  { id = 7, type = 2 }: Partial<Pick<Connector, 'id' | 'type'>> = {},
): Connector {
  return {
    ...{ id, name: 'Brand', type, deleted: false, createdAt: 0, updatedAt: 0, revision: 1 },
    configuration: { ...usual, ...change },
  }
}

const usual: ConnectorConfiguration = {
  preferred: true,
  issuerDisplayName: 'Brand',
  issuer: 'https://login.brand.example',
  authorizationEndpoint: 'https://login.brand.example/authorize',
  tokenEndpoint: 'https://login.brand.example/token',
  clientId: 'watchword',
  jwtValidationType: 'JWKS_ENDPOINT',
  jwtPublicKey: undefined,
  jwksEndpoint: 'https://login.brand.example/jwks',
  discoveryEndpoint: undefined,
  jsMethodName: 'lpGetAuthenticationToken',
  jsContext: 'window',
  pkceEnabled: false,
  rfcCompliance: true,
  scopes: [],
  authorizeParameters: {},
  redirectUris: [],
  tokenEndpointAuthMethod: 'client_secret_basic',
  tokenRequestFormat: 'form',
  delegationEnabled: false,
  sharesIdentity: false,
  claimMapping: {},
  algorithms: ['RS256', 'ES256'],
  clockToleranceSeconds: 60,
  audience: [],
  allowMissingAudience: false,
  encryptionRequired: false,
  textTimes: false,
  unknownSdes: 'refuse',
  reportOnly: undefined,
}
