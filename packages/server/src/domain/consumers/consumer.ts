import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/** Who vouches for a consumer; `consumerId` of the protocol makes another id for each. */
export type ConsumerKind = 'brand' | 'ext' | 'anon'

/**
 * A consumer as it is kept. Whatever is personal is sealed; the id alone tells nobody anything. Times are milliseconds
 * since 1970.
 */
export type StoredConsumer = {
  /** 64 hex characters, the same on every channel. */
  readonly id: string
  readonly kind: ConsumerKind
  readonly createdAt: number
  /** Noted at most once a minute. */
  readonly lastSeenAt: number
  /** `iat` of the newest id_token that was taken; 0: nobody ever vouched. An older token never replaces its profile. */
  readonly vouchedAt: number
  /** A keyed hash of what is sealed: whether a profile changed is known without opening it. */
  readonly profileHash: string | undefined
  readonly sealedProfile: string | undefined
  /** What nobody vouched for. */
  readonly sealedAttributes: string | undefined
  /** When the brand ended the login: id_tokens of before are taken no more. */
  readonly loggedOutAt: number | undefined
  /** After this the consumer is forgotten, unless seen again; `undefined`: never. */
  readonly expiresAt: number | undefined
}

/** What is noted of a consumer who came in. */
export type ConsumerVisit = Pick<
  StoredConsumer,
  'id' | 'kind' | 'vouchedAt' | 'profileHash' | 'sealedProfile' | 'expiresAt'
> & { readonly at: number }

/** A consumer who was let in. */
export type AuthenticatedConsumer = {
  readonly accountId: AccountId
  readonly consumerId: string
  readonly connectorId: number
  /** Whether they were never here before. */
  readonly created: boolean
  /** The consumer token. */
  readonly token: string
}

/** Where the seal of a consumer's data holds, and nowhere else. */
export function consumerSealContext(
  accountId: AccountId,
  id: string,
  part: 'profile' | 'attributes',
): string {
  return `consumers/${accountId}/${id}/${part}`
}
