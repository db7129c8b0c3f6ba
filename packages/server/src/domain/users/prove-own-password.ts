import type { Account } from '#domain/accounts/account.ts'
import type { Origin } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { CheckPasswordPorts } from '#domain/login/attempt.ts'
import { comparePassword, settleAttempt } from '#domain/login/check-password.ts'
import type { User } from './user.ts'

/**
 * Demands the present password of a user who sets a new one. Wrong ones count like failed logins, so a
 * stolen bearer is no way to guess it.
 */
export async function proveOwnPassword(
  ports: CheckPasswordPorts,
  asked: {
    readonly account: Account
    readonly user: User
    readonly oldPassword: string
    readonly origin: Origin
    /** The member of the body that holds it. */
    readonly field: string
  },
): Promise<void> {
  const { account, user, oldPassword, origin, field } = asked
  if (oldPassword === '') throw refusal(field, 'is required to change your own password')
  const attempt = {
    accountId: account.id,
    loginName: user.loginName,
    password: oldPassword,
    origin,
  }
  try {
    const compared = await comparePassword(ports, attempt)
    await settleAttempt(ports, compared, {
      allow: ['password_expired', 'password_must_change'],
      act: async () => {},
    })
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_credentials') throw error
    throw refusal(field, 'is not your present password')
  }
}

function refusal(field: string, reason: string): DomainError {
  return new DomainError('validation_failed', `Your present password ${reason}.`, {
    fields: [`${field}: ${reason}`],
  })
}
