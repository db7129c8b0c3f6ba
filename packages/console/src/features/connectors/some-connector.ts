import type { ConnectorObject } from '@watchword/protocol/api/connector.ts'

type Configuration = ConnectorObject['configuration']

/** For tests: a connector as the API tells it, when nothing is set but what must be. */
export function someConnector(type: 0 | 1 | 2, set: Partial<Configuration> = {}): ConnectorObject {
  return {
    ...{ id: 7, name: 'Brand', type, deleted: false, dateCreated: '', dateUpdated: '' },
    configuration: {
      ...{ preferred: false, issuerDisplayName: null, issuer: 'https://login.example' },
      ...{ authorizationEndpoint: null, tokenEndpoint: null, clientId: null, clientSecret: null },
      ...{ jwtValidationType: 'JWKS_ENDPOINT', jwtPublicKey: null },
      ...{ jwksEndpoint: 'https://login.example/jwks', discoveryEndpoint: null },
      ...{ jsMethodName: 'lpGetAuthenticationToken', jsContext: 'window' },
      ...{ pkceEnabled: false, rfcCompliance: true, scopes: [], authorizeParameters: {} },
      ...{ redirectUris: [], tokenEndpointAuthMethod: 'none', tokenRequestFormat: 'form' },
      ...{ delegationEnabled: false, sharesIdentity: false, claimMapping: {} },
      ...{ algorithms: ['RS256'], clockToleranceSeconds: 60, audience: [] },
      ...{ allowMissingAudience: false, encryptionRequired: false, textTimes: false },
      ...{ unknownSdes: 'refuse', reportOnly: null },
      ...set,
    },
  }
}
