import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import { recordAudit } from '#domain/audit/record-audit.ts'
import { DomainError } from '#domain/errors.ts'
import type { Operator } from '#domain/operators/operator.ts'
import type { Account, AccountChange } from './account.ts'
import { accountAsObject, entryOfDeed } from './account-audit.ts'
import type { AccountPorts } from './account-ports.ts'

/** What an operator may change of an account. */
export type OperatorChange = {
  readonly name?: string
  readonly zone?: string
  readonly status?: Account['status']
}

/**
 * Changes what an operator may change. Everything of a suspended account is refused from the moment this
 * answers, in every process within a second: the change is announced, and each credential's check reads
 * the account's status. Its sessions stay, and work again if it is resumed before they end.
 */
export async function changeAccount(
  ports: AccountPorts,
  accountId: AccountId,
  change: OperatorChange,
  operator: Operator,
): Promise<Account> {
  const { storage, dataKeys, clock } = ports
  const changed = await storage.write(async (tx) => {
    const before = await tx.accounts.lock(accountId)
    if (before === undefined) return undefined
    const now = clock.now()
    const entries = entriesOf(before, change, { at: now, operator })
    if (entries.length === 0) return before
    const after = await tx.accounts.update(accountId, columnsOf(change, before, now))
    await recordAudit({ dataKeys, tx }, accountId, entries)
    return after
  })
  if (changed === undefined) throw noSuchAccount(accountId)
  return changed
}

/** The refusal of an id that no account has. */
export function noSuchAccount(accountId: string): DomainError {
  return new DomainError('not_found', `There is no account ${accountId}.`)
}

function entriesOf(
  before: Account,
  change: OperatorChange,
  deed: { readonly at: number; readonly operator: Operator },
): readonly AuditEntry[] {
  return (['name', 'zone', 'status'] as const).flatMap((element) => {
    const newValue = change[element]
    const oldValue = before[element]
    if (newValue === undefined || newValue === oldValue) return []
    const object = accountAsObject(before)
    return [entryOfDeed({ ...deed, ...object, action: 'Edit', element, oldValue, newValue })]
  })
}

function columnsOf(change: OperatorChange, before: Account, now: number): AccountChange {
  const { status } = change
  if (status === undefined || status === before.status) return change
  return { ...change, suspendedAt: status === 'suspended' ? now : null }
}
