import type { KickstartUser } from '@watchword/protocol/api/kickstart.ts'
import type { Account } from '#domain/accounts/account.ts'
import { DomainError } from '#domain/errors.ts'
import { generatePassword } from '#domain/login/generate-password.ts'
import { prepareNewPassword } from '#domain/login/prepare-password.ts'
import { makeUser } from '#domain/users/make-user.ts'
import { checkUser } from '#domain/users/user-rules.ts'
import { nameKey } from '#lib/name-key.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import { loadReferences, type References, type UsersSource } from './references.ts'

/** A user of the file who neither exists nor ever did. */
export type PlannedUser = {
  readonly place: string
  readonly user: KickstartUser
  /** An API user has none. */
  readonly password: string | undefined
  readonly isGenerated: boolean
}

/** Finds those users of an account that are to be made, and checks them as the API would. */
export async function planUsers(
  ports: KickstartPorts,
  source: UsersSource,
  users: readonly KickstartUser[],
  faults: string[],
): Promise<readonly PlannedUser[]> {
  const { account, exists, place } = source
  const { read } = ports.storage
  const planned: PlannedUser[] = []
  for (const [index, user] of users.entries()) {
    if (exists && (await read.users.nameWasUsed(account.id, user.loginName))) continue
    planned.push(planUser(account, `${place}users[${index}].`, user))
  }
  if (planned.length === 0) return []
  const references = await loadReferences(
    read,
    source,
    planned.map(({ user }) => user),
  )
  for (const user of planned) {
    faults.push(...faultsOfUser(ports, references, user))
    faults.push(...(await faultsOfPassword(ports, account, user)))
  }
  return planned
}

function planUser(account: Account, place: string, user: KickstartUser): PlannedUser {
  const given = user.password ?? undefined
  const isGenerated = given === undefined && user.isApiUser !== true
  const password = isGenerated ? generatePassword(account, user.loginName) : given
  return { place, user, password, isGenerated }
}

/** The rules of the API on references and combinations, told in the file's own words. */
function faultsOfUser(
  { clock }: KickstartPorts,
  references: References,
  { place, user, password }: PlannedUser,
): readonly string[] {
  const { profiles: names, password: _given, ...values } = user
  const faults: string[] = []
  const profileIds: number[] = []
  for (const [index, name] of names.entries()) {
    const id = references.profileIdByName.get(nameKey(name))
    if (id === undefined) faults.push(`${place}profiles[${index}]: is not a profile of the account`)
    else profileIds.push(id)
  }
  if (faults.length > 0) return faults
  const input = {
    ...values,
    profileIds,
    ...(password === undefined ? {} : { passwordSh: password }),
  }
  const roles = new Set(profileIds.map((id) => references.profiles.get(id)?.roleTypeId ?? 0))
  const now = clock.now()
  const next = makeUser({ id: 0, pid: '', input, previous: undefined, roles, now })
  checkUser({ place, input, previous: undefined, next }, references, {
    add: (at, path, reason) => faults.push(`${at}${inTheFile(path)}: ${reason}`),
    settle: () => {},
  })
  return faults
}

function inTheFile(path: string): string {
  return path.replace(/^profileIds/, 'profiles').replace(/^passwordSh$/, 'password')
}

/** What the account's policy says to a password that was given. It is hashed when its user is made. */
async function faultsOfPassword(
  ports: KickstartPorts,
  account: Account,
  { place, user, password, isGenerated }: PlannedUser,
): Promise<readonly string[]> {
  if (password === undefined || isGenerated || user.isApiUser === true) return []
  const passwords = { ...ports.passwords, hash: async () => '' }
  try {
    await prepareNewPassword(
      { ...ports, passwords },
      {
        account,
        user: { id: 0, loginName: user.loginName },
        password,
        mustChange: false,
        byTheUser: false,
        field: `${place}password`,
      },
    )
    return []
  } catch (error) {
    if (error instanceof DomainError && error.details.fields) return error.details.fields
    throw error
  }
}
