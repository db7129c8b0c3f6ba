import type { Account } from '#domain/accounts/account.ts'
import { type LoginPolicy, resolveSettings } from '#domain/accounts/settings.ts'
import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { loadCommonPasswords } from '#lib/common-passwords.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'
import type { Credential, Reads } from '#storage/port.ts'
import { checkNewPassword } from './password-policy.ts'

export type PreparePasswordPorts = {
  readonly storage: { readonly read: Pick<Reads, 'credentials'> }
  readonly passwords: PasswordHasher
  readonly clock: Clock
}

export type NewPassword = {
  readonly account: Account
  /** `id` 0: a user that does not exist yet; the caller puts the real id into the answer. */
  readonly user: { readonly id: number; readonly loginName: string }
  readonly password: string
  readonly mustChange: boolean
  /** Changed by the user themself: the limit of changes counts, and the same password is refused. */
  readonly byTheUser: boolean
  /** The member of the body that faults are told of; without it `password`. */
  readonly field?: string
}

const dayMs = 86_400_000

/**
 * Checks a new password against the account's policy and the user's history, and hashes it. The answer
 * is ready for `tx.credentials.put`. Throws `validation_failed` with every fault in `fields`.
 */
export async function prepareNewPassword(
  ports: PreparePasswordPorts,
  request: NewPassword,
): Promise<Credential> {
  const { account, user, password, byTheUser } = request
  const { loginPolicy } = resolveSettings(account.settings)
  const now = ports.clock.now()
  const current =
    user.id === 0 ? undefined : await ports.storage.read.credentials.find(account.id, user.id)

  const common = loginPolicy.screenCommon ? await loadCommonPasswords() : undefined
  const context = {
    loginName: user.loginName,
    accountId: account.id,
    accountName: account.name,
  }
  const isCommon = (entry: string) => common?.has(entry) ?? false
  const faults = [
    ...checkNewPassword(loginPolicy, context, password, isCommon),
    ...(byTheUser && changesToday(current, now) >= (loginPolicy.maxChangesPerDay ?? Infinity)
      ? [`was changed ${loginPolicy.maxChangesPerDay} times within a day; wait, or ask for a reset`]
      : []),
  ]
  refuse(request, faults)
  // Only a password that passed is worth the cost of comparing it with old ones.
  const remembered = Math.max(loginPolicy.historyLength, byTheUser ? 1 : 0)
  if (await wasUsed(ports.passwords, password, hashesOf(current).slice(0, remembered))) {
    refuse(request, ['was used before; choose another'])
  }
  return {
    userId: user.id,
    passwordHash: await ports.passwords.hash(password),
    changedAt: now,
    mustChange: request.mustChange,
    history: nextHistory(current, { loginPolicy, now, byTheUser }),
    lastLoginAt: current?.lastLoginAt,
  }
}

function refuse({ field = 'password' }: NewPassword, faults: readonly string[]): void {
  if (faults.length === 0) return
  throw new DomainError('validation_failed', `The password ${faults.join('; it ')}.`, {
    fields: faults.map((fault) => `${field}: ${fault}`),
  })
}

function hashesOf(current: Credential | undefined): readonly string[] {
  if (current === undefined) return []
  return [current.passwordHash, ...current.history.map(({ hash }) => hash)]
}

async function wasUsed(
  passwords: PasswordHasher,
  password: string,
  hashes: readonly string[],
): Promise<boolean> {
  for (const hash of hashes) if (await passwords.verify(password, hash)) return true
  return false
}

function changesToday(current: Credential | undefined, now: number): number {
  const earlier = current?.history ?? []
  return earlier.filter((entry) => isToday(entry.replacedByUserAt, now)).length
}

function isToday(at: number | undefined, now: number): boolean {
  return at !== undefined && now - at < dayMs
}

/** As many old hashes as the policy asks for, and those that were replaced today: no more are kept. */
function nextHistory(
  current: Credential | undefined,
  { loginPolicy, now, byTheUser }: HistoryRule,
): Credential['history'] {
  if (current === undefined) return []
  const replaced = {
    hash: current.passwordHash,
    setAt: current.changedAt,
    ...(byTheUser ? { replacedByUserAt: now } : {}),
  }
  return [replaced, ...current.history].filter(
    (entry, index) =>
      index + 1 < loginPolicy.historyLength ||
      (loginPolicy.maxChangesPerDay !== null && isToday(entry.replacedByUserAt, now)),
  )
}

type HistoryRule = {
  readonly loginPolicy: LoginPolicy
  readonly now: number
  readonly byTheUser: boolean
}
