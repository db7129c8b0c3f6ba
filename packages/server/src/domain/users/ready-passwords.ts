import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import { DomainError } from '#domain/errors.ts'
import { type PreparePasswordPorts, prepareNewPassword } from '#domain/login/prepare-password.ts'
import type { Credential, Reads } from '#storage/port.ts'
import type { Item } from './config-rules.ts'
import { missing } from './config-rules.ts'
import type { UserValues } from './make-user.ts'
import type { ConfigRights } from './rights.ts'
import type { User } from './user.ts'
import { passwordIn } from './user-rules.ts'
import { loadUsersContext } from './users-context.ts'
import type { ReadyPasswords } from './users-rules.ts'

/** What checking and hashing passwords takes. */
export type ReadyPasswordPorts = Omit<PreparePasswordPorts, 'storage'> & {
  readonly storage: { readonly read: Reads }
}

/** One password of a body: hashing is slow on purpose, so a body has few of them. */
const maxPasswords = 100

/** A body's items, `id` where they replace a user. */
export type UserItem = Item<UserValues> & { readonly id?: number }

/**
 * Checks and hashes the passwords of a body before the account is held. Only where the caller may set them:
 * whatever else is wrong is found again, and told, by the write itself.
 */
export async function readyPasswords(
  ports: ReadyPasswordPorts,
  ask: {
    readonly accountId: AccountId
    readonly rights: ConfigRights
    readonly items: readonly UserItem[]
    /** Proves that the user knows their present password; throws if not. */
    readonly proveOwn: (account: Account, user: User, item: UserItem) => Promise<void>
  },
): Promise<ReadyPasswords> {
  const { accountId, rights, items } = ask
  const sent = items.filter(({ input }) => passwordIn(input) !== undefined && !input.isApiUser)
  if (sent.length === 0) return new Map()
  if (sent.length > maxPasswords) {
    throw new DomainError('validation_failed', `A body may set at most ${maxPasswords} passwords.`)
  }
  const { read } = ports.storage
  const account = await read.accounts.find(accountId)
  if (account === undefined) throw missing({ noun: 'account' })
  const users = await usersOf(read, accountId, sent)
  const { reach } = await loadUsersContext(read, accountId, rights, [])
  const ready = new Map<string, Credential>()
  const fields: string[] = []
  for (const item of sent) {
    const { place, id, input } = item
    const user = id === undefined ? undefined : users.get(id)
    const isOwn = user !== undefined && user.id === rights.userId
    const may = id === undefined ? reach.editsOthers : user && (isOwn || reach.mayEdit(user))
    if (may !== true) continue
    if (isOwn) await ask.proveOwn(account, user, item)
    try {
      const credential = await prepareNewPassword(ports, {
        account,
        user: user ?? { id: 0, loginName: input.loginName ?? '' },
        password: passwordIn(input) ?? '',
        mustChange: input.changePwdNextLogin ?? false,
        byTheUser: isOwn,
        field: `${place}passwordSh`,
      })
      ready.set(place, credential)
    } catch (error) {
      if (!(error instanceof DomainError) || error.details.fields === undefined) throw error
      fields.push(...error.details.fields)
    }
  }
  if (fields.length > 0) {
    throw new DomainError('validation_failed', 'A password is not good enough.', { fields })
  }
  return ready
}

async function usersOf(
  read: Reads,
  accountId: AccountId,
  items: readonly UserItem[],
): Promise<ReadonlyMap<number, User>> {
  const ids = items.flatMap(({ id }) => (id === undefined ? [] : [id]))
  const users = await read.users.findMany(accountId, ids)
  return new Map(users.filter(({ deleted }) => !deleted).map((user) => [user.id, user]))
}
