import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { DomainError } from '#domain/errors.ts'
import { type PreparePasswordPorts, prepareNewPassword } from '#domain/login/prepare-password.ts'
import { type Operator, operatorAuthority } from '#domain/operators/operator.ts'
import { userKind } from '#domain/users/config-object.ts'
import { writeConfig } from '#domain/users/config-writes.ts'
import { keepUser } from '#domain/users/keep-user.ts'
import type { User } from '#domain/users/user.ts'
import type { Reads } from '#storage/port.ts'
import type { AccountPorts } from './account-ports.ts'
import { findAccount } from './find-account.ts'

/** A password that the operator sets. */
export type OperatorPassword = {
  readonly accountId: AccountId
  readonly loginName: string
  /** Made once the account is known, because its policy decides. */
  readonly password: (account: Awaited<ReturnType<typeof findAccount>>) => string
  readonly mustChange: boolean
}

/**
 * Sets a user's password on the operator's behalf: the way back in when the last administrator has lost
 * theirs. Ends all of the user's sessions, and lets a locked user try again.
 */
export async function setPassword(
  ports: AccountPorts & Omit<PreparePasswordPorts, 'storage'>,
  given: OperatorPassword,
  operator: Operator,
): Promise<{ readonly user: User; readonly password: string }> {
  const { accountId, mustChange } = given
  const { read } = ports.storage
  const account = await findAccount(ports, accountId)
  const found = await findUser(read, given)
  const password = given.password(account)
  const request = { account, user: found, password, mustChange, byTheUser: false }
  const credential = await prepareNewPassword(ports, request)
  const write = { accountId, revision: undefined, ...operatorAuthority(operator) }
  const { objects } = await writeConfig(ports, userKind, write, {
    plan: async ({ tx, now }) => {
      const previous = await findUser(tx, given)
      const next = {
        ...previous,
        changePwdNextLogin: mustChange,
        lastPwdChangeDate: credential.changedAt,
        dateUpdated: now,
      }
      return [{ place: '', previous, next, notes }]
    },
    store: (scope, change) =>
      keepUser(scope, change, { credential, byTheUser: false, sessionId: undefined }),
  })
  const [user] = objects
  if (user === undefined) throw new Error('A user was changed and is not there.')
  return { user, password }
}

const notes = [{ element: 'password', oldValue: '', newValue: '' }]

async function findUser(
  { users }: Pick<Reads, 'users'>,
  { accountId, loginName }: OperatorPassword,
): Promise<User> {
  const user = await users.findByName(accountId, loginName)
  if (user === undefined) {
    throw new DomainError('not_found', `Account ${accountId} has no user "${loginName}".`)
  }
  if (!user.isApiUser) return user
  throw new DomainError('bad_request', `"${loginName}" is an API user, who has no password.`)
}
