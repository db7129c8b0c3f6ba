/** Whose they are: of a consumer, in all conversations (`''`) or in one alone. */
export type DelegationKey = { readonly consumerId: string; readonly conversationId: string }

/** Tokens of a brand, as they are kept. Times are milliseconds since 1970. */
export type StoredDelegation = DelegationKey & {
  readonly connectorId: number
  readonly sealed: string
  /** `undefined`: the brand did not say. */
  readonly accessExpiresAt: number | undefined
  readonly keptUntil: number
  readonly updatedAt: number
}

/** What is sealed. */
export type DelegatedTokens = {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  /** Where the refresh token may go (`destinationOf`): whoever may change the connector must not get it. */
  readonly renewedAt: string | undefined
}
