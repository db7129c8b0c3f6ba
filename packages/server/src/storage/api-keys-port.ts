/** What is kept of API keys: the keys, how they are used, and what was refused. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { StoredApiKey } from '#domain/api-keys/api-key.ts'
import type { RefusedRequest } from '#domain/api-keys/refused-request.ts'

export type ApiKeyReader = {
  /** One key, deleted or not: one indexed read. */
  find(accountId: AccountId, keyId: string): Promise<StoredApiKey | undefined>
  /** The live ones, oldest first; deleted ones, which have no secrets, only when asked for. */
  list(
    accountId: AccountId,
    options?: { readonly includeDeleted?: boolean },
  ): Promise<readonly StoredApiKey[]>
  count(accountId: AccountId): Promise<number>
}

export type ApiKeyWriter = ApiKeyReader & {
  /** Adds a key, and announces it. An id that exists, or existed, is not used again. */
  insert(accountId: AccountId, key: StoredApiKey): Promise<'inserted' | 'exists'>
  /** Replaces a key, and announces it. */
  update(accountId: AccountId, key: StoredApiKey): Promise<'updated' | 'not_found'>
}

/** How often a key was used for one API on one day, or refused for one reason. */
export type ApiKeyUse = {
  readonly keyId: string
  /** As a number: 20270131, UTC. */
  readonly day: number
  readonly kind: 'use' | 'refusal'
  /** The API (`users`), or the problem (`nonce_used`). */
  readonly name: string
  readonly count: number
  readonly lastAt: number
  readonly lastAddress: string
}

export type ApiKeyUseReader = {
  list(
    accountId: AccountId,
    filter: { readonly fromDay: number; readonly keyId?: string },
  ): Promise<readonly ApiKeyUse[]>
  /** The newest use of each key that was used, however long ago that is kept. */
  lastUses(accountId: AccountId): Promise<readonly ApiKeyLastUse[]>
}

/** When and from where a key was last used. */
export type ApiKeyLastUse = {
  readonly keyId: string
  readonly at: number
  readonly address: string
}

export type ApiKeyUseWriter = ApiKeyUseReader & {
  /** Adds counts to what is there, and drops some of days that are too long ago. */
  add(accountId: AccountId, uses: readonly ApiKeyUse[], dropDaysBefore: number): Promise<void>
}

export type RefusedRequestReader = {
  find(accountId: AccountId, id: string, since: number): Promise<RefusedRequest | undefined>
  /** Newest first. */
  list(accountId: AccountId, since: number): Promise<readonly RefusedRequest[]>
}

export type RefusedRequestWriter = RefusedRequestReader & {
  /** Adds some, and keeps the newest `keep` of those since `since`. */
  add(
    accountId: AccountId,
    requests: readonly RefusedRequest[],
    limits: { readonly keep: number; readonly since: number },
  ): Promise<void>
}
