import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { OperatorAccount, OperatorAccountCreate } from '@watchword/protocol/api/operator.ts'
import type { Static } from 'typebox'
import type { Account } from '#domain/accounts/account.ts'
import type { NewAccount } from '#domain/accounts/create-account.ts'
import { DomainError } from '#domain/errors.ts'

/** An account as the operator's API answers it. */
export function accountAnswer(account: Account): OperatorAccount {
  const { id, name, zone, status, createdAt, suspendedAt } = account
  return {
    id,
    name,
    zone,
    status,
    createdAt: new Date(createdAt).toISOString(),
    ...(suspendedAt === undefined ? {} : { suspendedAt: new Date(suspendedAt).toISOString() }),
  }
}

/** The account that a body asks for. */
export function givenAccount(body: Static<typeof OperatorAccountCreate>): NewAccount {
  const { id: text, ...rest } = body
  if (text === undefined) return rest
  const id = parseAccountId(text)
  if (id === undefined) throw new Error('The schema lets only account ids through.')
  return { ...rest, id }
}

/** Refuses an erasure whose account is not named a second time. */
export function checkConfirmation(accountId: AccountId, confirm: string): void {
  if (confirm === accountId) return
  throw new DomainError(
    'validation_failed',
    'Erasing needs "confirm" to be the id of the account.',
    {
      fields: ['confirm: is not the id of the account'],
    },
  )
}
