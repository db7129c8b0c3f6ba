import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditAction, AuditEntry } from '#domain/audit/audit-event.ts'
import { type Operator, operatorActor, requestIdOf } from '#domain/operators/operator.ts'

/** Component code of an account itself; the reference has none (contract 1 §6). */
export const accountObjectType = 'ACAccountObject'

/** What an operator did to an account, or to something of it. */
export type OperatorDeed = {
  readonly at: number
  readonly operator: Operator
  readonly action: AuditAction
  readonly objectType: string
  readonly objectId: string
  readonly objectName: string
  readonly element?: string
  readonly oldValue?: string
  readonly newValue?: string
}

/** The audit entry of an operator's deed. */
export function entryOfDeed(deed: OperatorDeed): AuditEntry {
  const { operator, element = 'N/A', oldValue = '', newValue = '', ...rest } = deed
  return {
    ...rest,
    element,
    oldValue,
    newValue,
    actor: operatorActor(operator),
    requestId: requestIdOf(operator),
    automatic: false,
  }
}

/** The members of an entry that name an account. */
export function accountAsObject(account: { readonly id: AccountId; readonly name: string }) {
  return { objectType: accountObjectType, objectId: account.id, objectName: account.name }
}
