/** What is kept of what was done: the audit trail of an account. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditAnchor, AuditEvent, AuditHead } from '#domain/audit/audit-event.ts'

export type AuditFilter = {
  /** From and to, milliseconds; `from` included, `to` excluded. */
  readonly from: number | undefined
  readonly to: number | undefined
  readonly objectTypes: readonly string[] | undefined
  readonly actorLoginNames: readonly string[] | undefined
  readonly includeAutomatic: boolean
  readonly includeLpa: boolean
  /** Only events before that one: how a long answer is read page by page. */
  readonly belowSequence?: number
  /** What no index helps with: every event that the rest lets through is read. */
  readonly inside?: AuditInside
}

/** What is looked for inside of events; `undefined`: anything. */
export type AuditInside = {
  readonly objectIds: readonly string[] | undefined
  readonly addresses: readonly string[] | undefined
  readonly actions: readonly string[] | undefined
  /** In any value, the name of who did it included; in any case of ASCII letters. */
  readonly text: string | undefined
}

export type AuditPage = {
  readonly limit: number
  readonly offset: number
  readonly order: readonly {
    readonly by: 'at' | 'object_type' | 'actor_login_name'
    readonly descending: boolean
  }[]
}

export type AuditReader = {
  query(accountId: AccountId, filter: AuditFilter, page: AuditPage): Promise<readonly AuditEvent[]>
  count(accountId: AccountId, filter: AuditFilter): Promise<number>
  /** Events from a sequence number on, oldest first: for the check of the chain. */
  chain(accountId: AccountId, fromSequence: number, limit: number): Promise<readonly AuditEvent[]>
  head(accountId: AccountId): Promise<AuditHead | undefined>
}

export type AuditWriter = AuditReader & {
  /** The head of the chain, held until the end of the transaction. */
  lockHead(accountId: AccountId): Promise<AuditHead>
  append(accountId: AccountId, events: readonly AuditEvent[], head: AuditHead): Promise<void>
  /**
   * Drops at most `limit` of the oldest events before `before`, and answers where the chain begins now;
   * the caller keeps that with the next `append`. `undefined`: there was none.
   */
  dropOld(accountId: AccountId, before: number, limit: number): Promise<AuditAnchor | undefined>
}
