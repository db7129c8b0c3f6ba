/** What is kept of consumers. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConsumerVisit, StoredConsumer } from '#domain/consumers/consumer.ts'

export type ConsumerReader = {
  /** One indexed read. */
  find(accountId: AccountId, id: string): Promise<StoredConsumer | undefined>
  /** Those seen most recently, those of `before` (the last of the page before) and after it left out. */
  list(
    accountId: AccountId,
    page: {
      readonly limit: number
      readonly before?: { readonly lastSeenAt: number; readonly id: string }
    },
  ): Promise<readonly StoredConsumer[]>
}

export type ConsumerWriter = ConsumerReader & {
  /**
   * Notes a visit, and answers the consumer as it is kept then. A first visit makes it (`created`). The profile is
   * replaced by one that was vouched for as late or later; what is known of nobody's word (`vouchedAt` 0) replaces none.
   * Drops some that have expired, of any account.
   */
  visit(
    accountId: AccountId,
    visit: ConsumerVisit,
  ): Promise<{ readonly created: boolean; readonly consumer: StoredConsumer }>
  /** Holds a consumer's row until the end of the transaction, and answers it as it is now. */
  lock(accountId: AccountId, id: string): Promise<StoredConsumer | undefined>
  /** Keeps what nobody vouched for; `false`: there is no such consumer. */
  setAttributes(accountId: AccountId, id: string, sealed: string | undefined): Promise<boolean>
  /** The end of a login; it is never moved back. Kept also for a consumer who was not here yet. */
  logOut(accountId: AccountId, id: string, at: number): Promise<void>
  /** Forgets everything of one consumer in this table; `false`: there was nothing. */
  remove(accountId: AccountId, id: string): Promise<boolean>
}

/**
 * What ends consumer tokens before they expire: `consumer:` and an id (all tokens of one consumer), `linked:` and the id
 * of an anonymous one that turned out to be somebody, `token:` and a `jti`, `session:` and the hash of a brand's session.
 */
export type RevocationSubject = `${'consumer' | 'linked' | 'token' | 'session'}:${string}`

export type ConsumerRevocationReader = {
  /**
   * The latest time before which tokens of any of these subjects are dead, in milliseconds; `undefined`: none is
   * revoked. One indexed read.
   */
  latest(accountId: AccountId, subjects: readonly RevocationSubject[]): Promise<number | undefined>
}

export type ConsumerRevocationWriter = ConsumerRevocationReader & {
  /**
   * Ends what was issued until `before`, in every process: announces the account. Remembered until `expiresAt`, when
   * the last of those tokens has expired anyway; drops some rows that have expired. A later end is never moved back.
   */
  revoke(
    accountId: AccountId,
    subject: RevocationSubject,
    end: { readonly before: number; readonly expiresAt: number; readonly now: number },
  ): Promise<void>
  /** Takes an end back, and announces the account; `false`: there was none. */
  lift(accountId: AccountId, subject: RevocationSubject): Promise<boolean>
}
