/** What is kept of tokens that brands gave for their consumers. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DelegationKey, StoredDelegation } from '#domain/delegation/delegated-tokens.ts'

export type DelegatedTokenReader = {
  /** One indexed read. */
  find(accountId: AccountId, key: DelegationKey): Promise<StoredDelegation | undefined>
  /** All of one consumer, by conversation. */
  list(accountId: AccountId, consumerId: string): Promise<readonly StoredDelegation[]>
}

export type DelegatedTokenWriter = DelegatedTokenReader & {
  /** Keeps them in place of what was there, whose renewal is over then; drops some that are kept no longer. */
  put(accountId: AccountId, stored: StoredDelegation): Promise<void>
  /**
   * Whether the caller may renew them now: nobody else has claimed that, or did so before `now` and was to be done by
   * then; and they are still those of `updatedAt`.
   */
  claimRenewal(
    accountId: AccountId,
    stored: DelegationKey & Pick<StoredDelegation, 'updatedAt'>,
    when: { readonly now: number; readonly until: number },
  ): Promise<boolean>
  remove(accountId: AccountId, key: DelegationKey): Promise<boolean>
  /** All of one consumer; how many there were. */
  removeOf(accountId: AccountId, consumerId: string): Promise<number>
}
