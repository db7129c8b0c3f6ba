import { parsePasswordReset } from '@watchword/protocol/api/user.ts'
import { actorOf, sessionOf } from '#domain/caller.ts'
import { prepareNewPassword } from '#domain/login/prepare-password.ts'
import type { Credential } from '#storage/port.ts'
import { userKind } from './config-object.ts'
import { forbidden, missing } from './config-rules.ts'
import { acceptBody, type WriteAsk, type WriteResult } from './config-use-cases.ts'
import { type ConfigWritePorts, writeConfig } from './config-writes.ts'
import { keepUser } from './keep-user.ts'
import type { ReadyPasswordPorts } from './ready-passwords.ts'
import { type ConfigRights, rightsOf } from './rights.ts'
import type { User } from './user.ts'
import { loadUserNames, type UserNames } from './user-names.ts'
import { loadUsersContext } from './users-context.ts'

/** What the reset of a password takes. */
export type ResetPasswordPorts = ConfigWritePorts & ReadyPasswordPorts

/**
 * Sets the password of a user whom the caller may edit (contract 1 §4.1). It was chosen by somebody else, so
 * its user must change it at the next login, unless they are the caller. Ends the user's sessions, but for
 * the one that asks.
 */
export async function resetPassword(
  ports: ResetPasswordPorts,
  ask: WriteAsk,
  userId: number,
  body: unknown,
): Promise<WriteResult<User, UserNames>> {
  const { caller, origin, revision } = ask
  const { accountId } = caller
  const rights = rightsOf(caller)
  const { newPassword } = acceptBody(parsePasswordReset(body))
  const { read } = ports.storage
  const user = await editable({ ...ports, tx: read }, accountId, rights, userId)
  const account = await read.accounts.find(accountId)
  if (account === undefined) throw missing({ noun: 'account' })
  const isOwn = userId === rights.userId
  const credential = await prepareNewPassword(ports, {
    account,
    user,
    password: newPassword,
    mustChange: !isOwn,
    byTheUser: isOwn,
    field: 'newPassword',
  })
  const write = { accountId, revision, actor: actorOf(caller, origin), requestId: origin.requestId }
  const written = await writeConfig(ports, userKind, write, {
    plan: async ({ tx, now }) => {
      const previous = await editable({ ...ports, tx }, accountId, rights, userId)
      return [{ place: '', previous, next: withCredential(previous, credential, now), notes }]
    },
    store: (scope, change) =>
      keepUser(scope, change, {
        credential,
        byTheUser: isOwn,
        sessionId: isOwn ? sessionOf(caller) : undefined,
      }),
  })
  return { ...written, single: true, view: await loadUserNames(read, accountId, written.objects) }
}

const notes = [{ element: 'password', oldValue: '', newValue: '' }]

function withCredential(user: User, credential: Credential, now: number): User {
  return {
    ...user,
    changePwdNextLogin: credential.mustChange,
    lastPwdChangeDate: credential.changedAt,
    dateUpdated: now,
  }
}

type Where = {
  readonly tx: Parameters<typeof loadUsersContext>[0]
}

/** The user, if the caller may set a password for them; an API user has none. */
async function editable(
  { tx }: Where,
  accountId: WriteAsk['caller']['accountId'],
  rights: ConfigRights,
  userId: number,
): Promise<User> {
  const { reach } = await loadUsersContext(tx, accountId, rights, [])
  const user = await tx.users.find(accountId, userId)
  if (user === undefined || user.deleted || !reach.mayRead(user)) throw missing(userKind)
  if (!reach.mayEdit(user) || user.isApiUser) throw forbidden(userKind)
  return user
}
