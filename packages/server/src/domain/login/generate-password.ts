import type { Account } from '#domain/accounts/account.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import { randomPassword } from '#lib/random.ts'
import { checkNewPassword } from './password-policy.ts'

/** A random password that the account's policy takes. */
export function generatePassword(account: Account, loginName: string): string {
  const { loginPolicy } = resolveSettings(account.settings)
  const context = { loginName, accountId: account.id, accountName: account.name }
  for (let attempt = 1; attempt <= 1000; attempt += 1) {
    const password =
      attempt % 2 === 1 ? randomPassword() : `${randomPassword().replaceAll('-', '')}!`
    if (checkNewPassword(loginPolicy, context, password, () => false).length === 0) return password
  }
  throw new Error('The account has a login policy that no random password passes.')
}
