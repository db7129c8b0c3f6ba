import type { SignatureAlgorithm } from '../jose/algorithms.ts'

/** How consumers come in by a connector: 0 anonymous, 1 an id_token from the page, 2 a code (contract 3 section 3). */
export type ConnectorType = 0 | 1 | 2

/** Names as on the wire (contract 3 section 3.1). Every default is set; `undefined`: not set, and not needed. */
export type ConnectorConfiguration = {
  /** Taken where nothing else chooses: v1, and the application `default`. */
  readonly preferred: boolean
  readonly issuerDisplayName: string | undefined
  /** Compared with `iss`, never fetched. `undefined` where nobody is vouched for: type 0, and delegation alone. */
  readonly issuer: string | undefined
  readonly authorizationEndpoint: string | undefined
  readonly tokenEndpoint: string | undefined
  readonly clientId: string | undefined
  readonly jwtValidationType: 'PUBLIC_JWT_KEY' | 'JWKS_ENDPOINT' | 'DISCOVERY'
  /** In any form that `readPublicKey` reads, several keys too; or `CONSUMER_DELEGATION`. */
  readonly jwtPublicKey: string | undefined
  readonly jwksEndpoint: string | undefined
  /** Of the identity provider's metadata (OpenID Connect Discovery), which names its keys and its token endpoint. */
  readonly discoveryEndpoint: string | undefined
  readonly jsMethodName: string
  readonly jsContext: string
  readonly pkceEnabled: boolean
  /** `true`: the "OAuth 2 RFC" version, `false`: "openID" (contract 3 section 4.4). */
  readonly rfcCompliance: boolean
  /** What the page asks the identity provider for, beside `openid`. */
  readonly scopes: readonly string[]
  /** Further parameters of the authorization request. */
  readonly authorizeParameters: Readonly<Record<string, string>>
  /** Redirect URIs that a page may name; empty: any that is https (contract 3 section 4.3). */
  readonly redirectUris: readonly string[]
  readonly tokenEndpointAuthMethod:
    | 'client_secret_basic'
    | 'client_secret_post'
    | 'private_key_jwt'
    | 'none'
  /** Of the token request: some brands take JSON (contract part 4 row 13). */
  readonly tokenRequestFormat: 'form' | 'json'
  /** Whether the identity provider's tokens are kept for the brand's own APIs (contract 3 section 12). */
  readonly delegationEnabled: boolean
  /** Whether another connector of the account with the same issuer names the same people. */
  readonly sharesIdentity: boolean
  /** By attribute, such as `ctmrinfo.customerId`: the claim that it is taken from. */
  readonly claimMapping: Readonly<Record<string, string>>
} & ConnectorRules & {
    /** Rules that would refuse more than those in force: who would be refused is counted, nobody is. */
    readonly reportOnly: Partial<ConnectorRules> | undefined
  }

/** Settings that decide which tokens are taken. */
export type ConnectorRules = {
  readonly algorithms: readonly SignatureAlgorithm[]
  /** 0 to 300. */
  readonly clockToleranceSeconds: number
  /** Beside the client id and `acc:{accountId}`. */
  readonly audience: readonly string[]
  readonly allowMissingAudience: boolean
  readonly encryptionRequired: boolean
  /** Times in quotes are taken. */
  readonly textTimes: boolean
  /** Members of `lp_sdes` that the tables do not know. */
  readonly unknownSdes: 'refuse' | 'drop'
}

/** The name by which a page finds the account's way in for anonymous consumers (contract 3 section 3.2). */
export const anonymousJsMethod = 'lpTag.taglets.unAuthMessaging.lpUnauthFunction'
