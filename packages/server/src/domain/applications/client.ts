import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/**
 * An installed application as an OAuth 2.0 client: what its manifest says, typed and with our defaults (contract 2
 * section 1.2 and our decisions). Only live ones are clients: neither deleted nor disabled. The console is one that
 * nobody installs.
 */
export type Client = {
  readonly accountId: AccountId
  /** `client_id`: the installation id, a UUID; the console alone has a name (`console-client.ts`). */
  readonly id: string
  /** `client_name`. */
  readonly name: string
  /** What people are shown: `display_name`, else `client_name`. */
  readonly displayName: string
  /** The same in other languages, by primary language subtag in lower case (RFC 7591 section 2.2). */
  readonly localNames: ReadonlyMap<string, string>
  readonly logoUri: string | undefined
  readonly grantTypes: ReadonlySet<GrantType>
  /** Compared as exact strings (RFC 9700 section 2.1). */
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  /** As installed, byte for byte; empty: none. */
  readonly scope: string
  /** Of those, what it has in its own name: not what tells of a user, as there is none. */
  readonly ownScopes: readonly string[]
  /** `undefined`: Basic or post, one per request. */
  readonly authMethod: ClientAuthMethod | undefined
  /** For `private_key_jwt`: its public keys, or where they are fetched from. */
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | undefined
  readonly jwksUri: string | undefined
  readonly applicationType: 'web' | 'native'
  readonly idTokenAlgorithm: SigningAlgorithm
  readonly accessTokenFormat: 'at+jwt' | 'opaque'
  /** The algorithm of its `at+jwt` access tokens; ES256 unless it asked for another. */
  readonly accessTokenAlgorithm: SigningAlgorithm
  /** A public client (`authMethod` `none`) always requires it. */
  readonly requirePkce: boolean
  /** Set by the operator alone: nobody is asked for consent. */
  readonly firstParty: boolean
  /** Whether consent is asked for on sentinel paths too. */
  readonly sentinelConsent: boolean
  /** Unknown on sentinel paths: nothing of the reference knows it, and what is laxer there is not for it. */
  readonly onlyStandard: boolean
  /** Ids of the profiles whose users may use it; `undefined`: everybody. */
  readonly enabledForProfiles: ReadonlySet<number> | undefined
}

export type GrantType = 'authorization_code' | 'refresh_token' | 'client_credentials'
export type ClientAuthMethod =
  | 'none'
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'private_key_jwt'
export type SigningAlgorithm = 'RS256' | 'ES256' | 'PS256' | 'EdDSA'

/** Finds clients, out of a cache that is told of every change. */
export type Clients = {
  /** `undefined`: unknown, deleted, disabled, or of another account, which all look alike. */
  find(accountId: AccountId, clientId: string): Client | undefined | Promise<Client | undefined>
  /**
   * Whether that is the client's secret, present or (after a reroll, while they overlap) previous: one SHA-256 and
   * a comparison in constant time, of the same cost for a client that does not exist.
   */
  secretMatches(accountId: AccountId, clientId: string, secret: string): boolean | Promise<boolean>
}
