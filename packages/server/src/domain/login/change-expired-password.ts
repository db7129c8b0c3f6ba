import { recordAudit } from '#domain/audit/record-audit.ts'
import { endUserAccess } from '#domain/authorization/end-user-access.ts'
import type { Attempt, CheckPasswordPorts, Proven } from './attempt.ts'
import { comparePassword, settleAttempt } from './check-password.ts'
import type { OpenReason } from './judge-login.ts'
import { loginEntry, userActor, userObjectType } from './login-audit.ts'
import { countSuccess } from './login-counters.ts'
import { prepareNewPassword } from './prepare-password.ts'

/** These are what the change is for. */
const allow: readonly OpenReason[] = ['password_expired', 'password_must_change']

/**
 * Changes a user's password against the old one, without a session: the way out of an expired password
 * (contract, our decisions). A wrong old password is refused, counted and audited exactly as at login.
 * Every session of the user ends, at the hosted pages too, and they log in with the new password.
 */
export async function changeExpiredPassword(
  ports: CheckPasswordPorts,
  attempt: Attempt,
  newPassword: string,
): Promise<void> {
  const compared = await comparePassword(ports, attempt)
  // Decided before the new password is looked at: what is wrong with that one is for the user alone.
  const { account, user } = await settleAttempt(ports, compared, {
    allow,
    act: async (_tx, proven) => proven,
  })
  const credential = await prepareNewPassword(ports, {
    account,
    user,
    password: newPassword,
    mustChange: false,
    byTheUser: true,
    field: 'newPassword',
  })
  await settleAttempt(ports, compared, {
    allow,
    act: async (tx, proven: Proven) => {
      const { account, user, profiles, keys, origin, now } = proven
      const { id: accountId } = account
      await countSuccess(tx, { accountId, keys, now })
      // The login since, if there was one, must not be forgotten.
      const { lastLoginAt } = proven.credential
      await tx.credentials.put(accountId, { ...credential, lastLoginAt })
      await endUserAccess(tx, accountId, user.id, { grants: true })
      await tx.users.update(accountId, {
        ...user,
        changePwdNextLogin: false,
        lastPwdChangeDate: now,
        dateUpdated: now,
      })
      await tx.accounts.nextRevision(accountId)
      const actor = userActor(user, profiles, origin, 'password')
      const about = { at: now, subject: { kind: 'user', user }, actor, origin } as const
      await recordAudit({ ...ports, tx }, accountId, [
        loginEntry(about, {
          action: 'Edit',
          objectType: userObjectType,
          element: 'password',
          oldValue: '********',
          newValue: '********',
        }),
      ])
    },
  })
}
