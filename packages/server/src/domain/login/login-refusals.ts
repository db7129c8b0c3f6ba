import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { DomainError } from '#domain/errors.ts'
import type { OpenReason } from './judge-login.ts'

/** One answer for whatever a stranger may not be told apart. */
export function wrong(reason: string): DomainError {
  return new DomainError('invalid_credentials', 'The login name or the password is wrong.', {
    cause: new Error(reason),
  })
}

/** The same for bots: one answer, whatever of name, key and secrets is wrong. */
export function wrongBot(reason: string): DomainError {
  return new DomainError(
    'invalid_credentials',
    'The login name or the key is wrong, or the key may not log this user in. The audit trail tells which.',
    { cause: new Error(reason) },
  )
}

/** Said before anything else of a login: who operates the server may let everybody know. */
export function suspended(): DomainError {
  return new DomainError(
    'account_suspended',
    'The account has been suspended by the operator of this server. Contact the operator.',
  )
}

/** What is told to whoever has shown the right password. */
export function openRefusal(reason: OpenReason, accountId: AccountId): DomainError {
  const changePasswordUrl = `/api/account/${accountId}/watchword/password`
  if (reason === 'user_blocked') {
    return new DomainError(
      'user_blocked',
      'The user has been blocked by the operator of this server. Contact the operator.',
    )
  }
  return reason === 'password_expired'
    ? new DomainError(
        'password_expired',
        'The password has expired. Change it at changePasswordUrl, then log in.',
        { changePasswordUrl },
      )
    : new DomainError(
        'password_must_change',
        'The password must be changed before the first login. Change it at changePasswordUrl.',
        { changePasswordUrl },
      )
}
