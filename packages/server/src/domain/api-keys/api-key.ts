import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/**
 * A brand's server's way in: an OAuth 1.0 key made by an administrator (contract 1 §3.2). Its secrets are kept
 * sealed, apart from it. Times are milliseconds since 1970.
 */
export type ApiKey = {
  /** The "App key", `oauth_consumer_key`. */
  readonly keyId: string
  /** The "Access token", `oauth_token`: a name, not a secret; what proves it is the token secret. */
  readonly token: string
  readonly appName: string
  readonly appDescription: string
  readonly developerId: string
  readonly purpose: string
  readonly keyType: string
  readonly privileges: readonly Privilege[]
  readonly enabled: boolean
  /** Addresses, ranges or CIDR it may be used from; empty: anywhere. */
  readonly ipRanges: readonly string[]
  /** Refused from then on; `undefined`: never. */
  readonly expiresAt: number | undefined
  /** Signed calls per minute; `undefined`: the server's own limit alone. */
  readonly callsPerMinute: number | undefined
  readonly createdAt: number
  readonly updatedAt: number
  /** Counted up by each change of it; what `If-Match` is compared with. */
  readonly revision: number
  readonly deleted: boolean
}

/** Whether a key has ended; it works until the moment that is named. */
export function hasExpired({ expiresAt }: Pick<ApiKey, 'expiresAt'>, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt
}

/** What a key may do: an API of contract 1 §3.3 in kebab-case, and how. */
export type Privilege = { readonly data: string; readonly type: PrivilegeType }
export type PrivilegeType = 'Read' | 'Write' | 'Invoke'

/** What must be read back to verify a signature, or to be shown once. */
export type ApiKeySecrets = {
  readonly token: string
  readonly appSecret: string
  readonly tokenSecret: string
}

/** A key with its secrets as they are kept: the present ones and, after a reroll, those that still work. */
export type StoredApiKey = {
  readonly key: ApiKey
  /** Sealed `ApiKeySecrets`. */
  readonly sealedSecrets: string
  readonly previous: { readonly sealedSecrets: string; readonly until: number } | undefined
}

/** Where the seal of a key's secrets holds, and nowhere else. */
export function apiKeySealContext(accountId: AccountId, keyId: string): string {
  return `api_keys/${accountId}/${keyId}`
}
