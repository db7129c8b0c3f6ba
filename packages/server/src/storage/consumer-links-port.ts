/** Links between consumers, what other services are told, and receipts of erasures. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConsumerEvent } from '#domain/consumers/consumer-event.ts'

/** That an anonymous consumer (`fromId`) turned out to be somebody who is known (`toId`). */
export type ConsumerLink = {
  readonly id: string
  readonly fromId: string
  readonly toId: string
  readonly linkedAt: number
  /** When it was taken back. */
  readonly unlinkedAt: number | undefined
  /** How it came about, sealed. */
  readonly sealedProvenance: string
}

export type ConsumerLinkReader = {
  /** Links of a consumer, on whichever side they stand, taken back or not; the newest first. */
  list(accountId: AccountId, consumerId: string, limit: number): Promise<readonly ConsumerLink[]>
}

export type ConsumerLinkWriter = ConsumerLinkReader & {
  /** Atomic: a consumer is linked to one other at a time. */
  insert(accountId: AccountId, link: ConsumerLink): Promise<'inserted' | 'linked_already'>
  /** Takes a link back; `false`: there is none, or it was taken back before. */
  end(accountId: AccountId, id: string, at: number): Promise<boolean>
  /** Forgets every link of a consumer; answers how many. */
  removeOf(accountId: AccountId, consumerId: string): Promise<number>
}

export type ConsumerEventReader = {
  /** Those behind a sequence number, the oldest first. */
  list(
    accountId: AccountId,
    page: { readonly after: number; readonly limit: number },
  ): Promise<readonly ConsumerEvent[]>
  /** Those of one consumer, on whichever side; goes through all of the account's. */
  ofConsumer(accountId: AccountId, consumerId: string): Promise<readonly ConsumerEvent[]>
}

export type ConsumerEventWriter = ConsumerEventReader & {
  /** Adds one, and drops some older ones, of any account. */
  add(accountId: AccountId, event: ConsumerEvent, dropBefore: number): Promise<void>
}

/** The receipt of an erasure, as it was made. */
export type StoredErasure = { readonly id: string; readonly at: number; readonly receipt: string }

export type ConsumerErasureReader = {
  find(accountId: AccountId, id: string): Promise<StoredErasure | undefined>
  /** The newest first, those of `before` and after it left out. */
  list(
    accountId: AccountId,
    page: {
      readonly limit: number
      readonly before?: { readonly at: number; readonly id: string }
    },
  ): Promise<readonly StoredErasure[]>
}

export type ConsumerErasureWriter = ConsumerErasureReader & {
  /** Adds one, and drops some older ones, of any account. */
  insert(accountId: AccountId, erasure: StoredErasure, dropBefore: number): Promise<void>
}
