import { type BrandKeys, pastedKey } from '../idp/brand-keys.ts'
import { clientIds, type Flow, issuerPath, returnPath, type WatchwordSide } from '../idp/clients.ts'

/** The brand's account at Watchword. */
export const accountId = 'larkspur'

/** The connector of each flow. */
export const connectorIds = {
  implicit: 1001,
  code: 1002,
  pkce: 1003,
  jwe: 1004,
} as const satisfies Readonly<Record<Flow, number>>

export const adminLoginName = 'admin'

/** The shop's own server, as an application. */
export const shopServerClientId = '5d0c9b1e-7a34-4f6b-9c2d-8e1f03a4b567'

export type BrandAccountInput = {
  /** Of the identity provider and the shop. */
  readonly brandOrigin: string
  readonly keys: BrandKeys
  readonly clientSecret: string
  readonly adminPassword: string
  /** Of the shop's server. */
  readonly appSecret: string
}

/** A kickstart file with the brand's account: its administrator, its server, and a connector for each flow. */
export function brandKickstart(input: BrandAccountInput): object {
  const { adminPassword, appSecret, ...brand } = input
  const administrator = {
    loginName: adminLoginName,
    fullName: 'Lou Larkspur',
    nickname: 'Lou',
    email: 'admin@larkspur.example',
    profiles: ['Administrator'],
    password: adminPassword,
  }
  const shopServer = {
    client_id: shopServerClientId,
    client_secret: appSecret,
    client_name: 'larkspur.shop-server',
    grant_types: ['client_credentials'],
    scope: 'msg.consumer',
  }
  const account = {
    id: accountId,
    name: 'Larkspur Books',
    // The linking rule: whom the server names by their sub is whom the identity provider vouches for.
    settings: { consumers: { extIssuer: `${brand.brandOrigin}${issuerPath}` } },
    users: [administrator],
    applications: [shopServer],
    connectors: brandConnectors(brand),
  }
  return { accounts: [account] }
}

/** The connectors, each the body that makes one (contract 3 section 3.1) and its id. */
export function brandConnectors(
  brand: Omit<BrandAccountInput, 'adminPassword' | 'appSecret'>,
): readonly Connector[] {
  const { brandOrigin, keys, clientSecret } = brand
  const issuer = `${brandOrigin}${issuerPath}`
  const shared = {
    issuerDisplayName: 'Larkspur Books',
    issuer,
    authorizationEndpoint: `${issuer}/auth`,
    redirectUris: [`${brandOrigin}${returnPath}`],
    // One identity provider, and so one consumer, whichever connector they come in by.
    sharesIdentity: true,
  }
  const fetchedKeys = { jwtValidationType: 'JWKS_ENDPOINT', jwksEndpoint: `${issuer}/jwks` }
  return [
    {
      id: connectorIds.implicit,
      name: 'Implicit, key pasted',
      type: 1,
      configuration: {
        ...shared,
        preferred: true,
        clientId: clientIds.implicit,
        jwtValidationType: 'PUBLIC_JWT_KEY',
        jwtPublicKey: pastedKey(keys.current),
      },
    },
    {
      id: connectorIds.code,
      name: 'Code, keys fetched',
      type: 2,
      configuration: {
        ...{ ...shared, ...fetchedKeys },
        tokenEndpoint: `${issuer}/token`,
        clientId: clientIds.code,
        clientSecret,
      },
    },
    {
      id: connectorIds.pkce,
      name: 'Code with PKCE, by discovery',
      type: 2,
      configuration: {
        ...shared,
        jwtValidationType: 'DISCOVERY',
        discoveryEndpoint: `${issuer}/.well-known/openid-configuration`,
        clientId: clientIds.pkce,
        tokenEndpointAuthMethod: 'none',
        pkceEnabled: true,
      },
    },
    {
      id: connectorIds.jwe,
      name: 'Implicit, encrypted, keys fetched',
      type: 1,
      configuration: {
        ...{ ...shared, ...fetchedKeys },
        clientId: clientIds.jwe,
        encryptionRequired: true,
      },
    },
  ]
}

export type Connector = {
  readonly id: number
  readonly name: string
  readonly type: 1 | 2
  readonly configuration: Readonly<Record<string, unknown>>
}

/** What the brand's identity provider must know of Watchword. */
export function watchwordSide(watchwordOrigin: string): WatchwordSide {
  const account = `${watchwordOrigin}/api/account/${accountId}`
  const logoutUrl = (flow: Flow) => `${account}/app/${connectorIds[flow]}/backchannel-logout`
  return {
    encryptionKeysUrl: `${account}/.well-known/encryption-key.json`,
    logoutUrls: {
      implicit: logoutUrl('implicit'),
      code: logoutUrl('code'),
      pkce: logoutUrl('pkce'),
      jwe: logoutUrl('jwe'),
    },
  }
}
