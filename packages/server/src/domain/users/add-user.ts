import { loginNameText, nameText } from '@watchword/protocol/api/entity-text.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { DomainError } from '#domain/errors.ts'
import { type PreparePasswordPorts, prepareNewPassword } from '#domain/login/prepare-password.ts'
import type { Credential, Reads } from '#storage/port.ts'
import { userKind } from './config-object.ts'
import { planCreation } from './config-rules.ts'
import { type ConfigWritePorts, writeConfig } from './config-writes.ts'
import type { UserValues } from './make-user.ts'
import { allRights } from './rights.ts'
import type { User } from './user.ts'
import { usersRules } from './users-rules.ts'

/** A user whom no caller of the API makes. What is left out takes the API's default. */
export type NewUser = Partial<UserValues> & {
  readonly loginName: string
  /** Checked against the account's policy. An API user has none. */
  readonly password?: string | undefined
  /** Profiles by name, beside those in `profileIds`. */
  readonly profiles?: readonly string[]
  /** Refuses a login name that a deleted user once had: what existed is not brought back. */
  readonly onlyUnused?: boolean
}

/** On whose behalf. */
export type AddUserAuthority = {
  readonly kind: 'system' | 'operator'
  readonly actor: AuditActor
  readonly requestId: string
}

export type AddUserPorts = Omit<ConfigWritePorts, 'storage'> &
  Omit<PreparePasswordPorts, 'storage'> & {
    readonly storage: ConfigWritePorts['storage'] & { readonly read: Reads }
  }

/**
 * Adds a user to an account, for a kickstart file or an operator's command. Follows every rule of the API
 * but those on who may. Throws `validation_failed`; names that are taken are an answer, so that it can be
 * called again. The user need not change the password, unless `changePwdNextLogin` says so.
 */
export async function addUser(
  ports: AddUserPorts,
  account: Account,
  input: NewUser,
  authority: AddUserAuthority,
): Promise<{ readonly user: User } | 'login_name_taken' | 'login_name_was_used'> {
  const { read } = ports.storage
  // Looked at before the password is hashed, and again once the account is held.
  const early = await usedAs(read, account, input)
  if (early !== undefined) return early
  const values = await valuesOf(read, account, input)
  const passwords = await hashOf(ports, account, input)
  const rules = usersRules({ rights: allRights, passwords, sessionId: undefined })
  const creation = planCreation(rules, [{ place: '', input: values }])
  let used: 'login_name_taken' | 'login_name_was_used' | undefined
  const write = { accountId: account.id, revision: undefined, ...authority }
  const { objects } = await writeConfig(ports, userKind, write, {
    ...creation,
    plan: async (scope) => {
      used = await usedAs(scope.tx, account, input)
      return used === undefined ? creation.plan(scope) : []
    },
  })
  if (used !== undefined) return used
  const [user] = objects
  if (user === undefined) throw new Error('A user was added and is not there.')
  return { user }
}

async function usedAs(
  { users }: Pick<Reads, 'users'>,
  account: Account,
  { loginName, onlyUnused }: NewUser,
): Promise<'login_name_taken' | 'login_name_was_used' | undefined> {
  if ((await users.findByName(account.id, loginName)) !== undefined) return 'login_name_taken'
  const wasUsed = onlyUnused === true && (await users.nameWasUsed(account.id, loginName))
  return wasUsed ? 'login_name_was_used' : undefined
}

async function valuesOf(
  { profiles }: Pick<Reads, 'profiles'>,
  account: Account,
  input: NewUser,
): Promise<UserValues> {
  const fields = [
    ...faultsOf('loginName', loginNameText, input.loginName),
    ...faultsOf('nickname', nameText, input.nickname ?? input.loginName.slice(0, 100)),
  ]
  const ids: number[] = [...(input.profileIds ?? [])]
  for (const [index, name] of (input.profiles ?? []).entries()) {
    const profile = await profiles.findByName(account.id, name)
    if (profile === undefined) fields.push(`profiles[${index}]: does not exist`)
    else ids.push(profile.id)
  }
  if (fields.length > 0) {
    throw new DomainError('validation_failed', 'The user is not valid.', { fields })
  }
  return {
    ...input,
    nickname: input.nickname ?? input.loginName.slice(0, 100),
    fullName: input.fullName || input.loginName.slice(0, 100),
    email: input.email ?? '',
    profileIds: [...new Set(ids)],
    ...(input.password === undefined ? {} : { passwordSh: input.password }),
  }
}

function faultsOf(field: string, reader: typeof nameText, value: string): readonly string[] {
  const context = { mode: 'create' as const, faults: [] }
  reader.read(value, field, context)
  return context.faults.map(({ path, reason }) => `${path}: ${reason}`)
}

async function hashOf(
  ports: AddUserPorts,
  account: Account,
  input: NewUser,
): Promise<ReadonlyMap<string, Credential>> {
  if (input.password === undefined || input.isApiUser === true) return new Map()
  const credential = await prepareNewPassword(ports, {
    account,
    user: { id: 0, loginName: input.loginName },
    password: input.password,
    mustChange: input.changePwdNextLogin ?? false,
    byTheUser: false,
  })
  return new Map([['', credential]])
}
