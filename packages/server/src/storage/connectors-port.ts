/** What is kept of connectors: the ways in for consumers. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { StoredConnector } from '#domain/connectors/connector.ts'

export type ConnectorReader = {
  /** One, deleted or not: one indexed read. */
  find(accountId: AccountId, id: number): Promise<StoredConnector | undefined>
  /** The live one of that name. Names are compared as `nameKey` makes them. */
  findByName(accountId: AccountId, name: string): Promise<StoredConnector | undefined>
  /** The live ones, by id. */
  list(accountId: AccountId): Promise<readonly StoredConnector[]>
  /** How many live ones there are. */
  count(accountId: AccountId): Promise<number>
}

export type ConnectorWriter = ConnectorReader & {
  /**
   * Adds one, and announces the account. An id that exists, or existed, is not used again. `name_taken` when a
   * live one has that name: the transaction must then be given up.
   */
  insert(
    accountId: AccountId,
    stored: StoredConnector,
  ): Promise<'inserted' | 'exists' | 'name_taken'>
  /** Replaces one, and announces the account. */
  update(
    accountId: AccountId,
    stored: StoredConnector,
  ): Promise<'updated' | 'name_taken' | 'not_found'>
}
