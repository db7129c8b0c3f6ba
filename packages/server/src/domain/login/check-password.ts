/**
 * The one place where a login name and a password are checked, for whatever is done with them: a login or
 * the change of a password. Whoever is refused before the right password was shown gets the same answer
 * after the same work, one comparison of a hash; the true reasons go to the audit trail.
 */
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { Account } from '#domain/accounts/account.ts'
import { resolveSettings, type Settings } from '#domain/accounts/settings.ts'
import type { Origin } from '#domain/caller.ts'
import type { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import { addressKey } from '#lib/address-key.ts'
import type { Clock } from '#lib/clock.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'
import type { RateLimiter } from '#lib/rate-limiter.ts'
import type { Credential, Storage, Writes } from '#storage/port.ts'
import {
  isAddressAllowed,
  type Judgement,
  judgeLogin,
  type LoginFacts,
  type OpenReason,
} from './judge-login.ts'
import { isLastAdministrator } from './last-administrator.ts'
import {
  type AttemptKeys,
  attemptKeys,
  isLocked,
  type LoginLimits,
  refuseIfTooMany,
  tooMany,
} from './login-counters.ts'
import { suspended, wrong } from './login-refusals.ts'
import { refuseAttempt } from './refuse-attempt.ts'

export type CheckPasswordPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly passwords: PasswordHasher
  readonly clock: Clock
  readonly limits: LoginLimits
  /** Counts attempts by address in this process, before anything else is done for one. */
  readonly guard: RateLimiter | undefined
}

/** What somebody sent to prove who they are. */
export type Attempt = {
  /** As it stands in the path. */
  readonly accountId: string
  readonly loginName: string
  readonly password: string
  readonly origin: Origin
}

/** An attempt whose password was compared, and of which nothing is decided yet. */
export type ComparedAttempt = {
  readonly attempt: Attempt
  readonly accountId: AccountId
  readonly settings: Settings
  readonly keys: AttemptKeys
  readonly userId: number | undefined
  /** The credential that the password was compared with, if it matched. */
  readonly matched: Credential | undefined
}

/** Somebody who has shown the right password, as they are in the transaction that acts for them. */
export type Proven = {
  readonly account: Account
  readonly settings: Settings
  readonly user: User
  readonly profiles: readonly Profile[]
  readonly credential: Credential
  readonly keys: AttemptKeys
  readonly origin: Origin
  readonly now: number
}

/** Compares the password: exactly once, for a name that does not exist as for one that does. */
export async function comparePassword(
  ports: CheckPasswordPorts,
  attempt: Attempt,
): Promise<ComparedAttempt> {
  const { storage, passwords, clock, limits, guard } = ports
  const now = clock.now()
  const decision = guard?.take(addressKey(attempt.origin.address), now)
  if (decision?.allowed === false) throw tooMany(decision.retryAfterSeconds * 1000)
  const accountId = parseAccountId(attempt.accountId)
  const account = accountId && (await storage.read.accounts.find(accountId))
  if (accountId === undefined || account === undefined) {
    // Which accounts exist is public, so nothing is hidden by counting these too.
    await passwords.verify(attempt.password, passwords.decoyHash)
    throw wrong('the account does not exist')
  }
  if (account.status === 'suspended') throw suspended()
  const settings = resolveSettings(account.settings)
  const keys = attemptKeys(attempt.loginName, attempt.origin.address)
  await refuseIfTooMany(ports, { accountId, keys, limits, policy: settings.loginPolicy, now })

  const user = await storage.read.users.findByName(accountId, attempt.loginName)
  // Looked for even when there is no user: what is read must not tell either.
  const credential = await storage.read.credentials.find(accountId, user?.id ?? 0)
  const hash = credential?.passwordHash ?? passwords.decoyHash
  const matches = await passwords.verify(attempt.password, hash)
  return {
    attempt,
    accountId,
    settings,
    keys,
    userId: user?.id,
    matched: matches ? credential : undefined,
  }
}

/**
 * Decides about a compared attempt and acts on it, in one transaction: `act` runs for whoever is accepted,
 * and a refusal is counted and audited. What was read before the password was compared is read again.
 */
export async function settleAttempt<T>(
  ports: CheckPasswordPorts,
  compared: ComparedAttempt,
  options: {
    /** Refusals after the right password that do not matter here. */
    readonly allow?: readonly OpenReason[]
    readonly act: (tx: Writes, proven: Proven) => Promise<T>
  },
): Promise<T> {
  const now = ports.clock.now()
  const outcome = await ports.storage.write(async (tx): Promise<Outcome<T>> => {
    const facts = await readFacts({ ...ports, tx }, compared, now)
    const { account, user, credential, profiles } = facts
    const judgement = allowing(options.allow, judgeLogin(facts))
    if (judgement.kind !== 'accepted' || user === undefined || credential === undefined) {
      return { refusal: await refuseAttempt({ ...ports, tx }, compared, facts, judgement) }
    }
    const { settings, keys, attempt } = compared
    const proven = { account, user, profiles, credential, keys, origin: attempt.origin, now }
    return { answer: await options.act(tx, { ...proven, settings }) }
  })
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.answer
}

type Outcome<T> = { readonly answer: T } | { readonly refusal: DomainError }

type Facts = LoginFacts & {
  readonly account: Account
  readonly profiles: readonly Profile[]
}

async function readFacts(
  ports: Pick<CheckPasswordPorts, 'passwords'> & { readonly tx: Writes },
  compared: ComparedAttempt,
  now: number,
): Promise<Facts> {
  const { tx } = ports
  const { accountId, attempt, userId, matched } = compared
  // Whoever has the right password waits their turn, so that limits and changes of the account are exact.
  // Everybody else must not be able to hold the account up.
  const account =
    matched === undefined ? await tx.accounts.find(accountId) : await tx.accounts.lock(accountId)
  if (account?.status !== 'active') throw suspended()
  const settings = resolveSettings(account.settings)
  const user = await tx.users.find(accountId, userId ?? 0)
  const credential = await tx.credentials.find(accountId, userId ?? 0)
  const profiles = await tx.profiles.findMany(accountId, user?.profileIds ?? [])
  const live = profiles.filter((profile) => !profile.deleted)
  const matches = matched !== undefined && isSamePassword(ports, matched, credential)
  const locked =
    matches && user !== undefined && (await isLocked(tx, accountId, attempt.loginName, now))
  return {
    account,
    user,
    credential,
    profiles: live,
    matches,
    locked: locked && !(await isLastAdministrator(tx, accountId, user, now)),
    isAdministrator: live.some(({ roleTypeId }) => roleTypeId === roleTypeIds.administrator),
    addressAllowed: isAddressAllowed(settings.accessRestrictions, attempt.origin.address),
    policy: settings.loginPolicy,
    now,
  }
}

/** A login beside this one may have hashed the same password anew; then only the hash differs. */
function isSamePassword(
  { passwords }: Pick<CheckPasswordPorts, 'passwords'>,
  matched: Credential,
  current: Credential | undefined,
): boolean {
  if (current?.passwordHash === matched.passwordHash) return true
  return current?.changedAt === matched.changedAt && passwords.needsRehash(matched.passwordHash)
}

function allowing(allowed: readonly OpenReason[] | undefined, judgement: Judgement): Judgement {
  if (judgement.kind !== 'open' || allowed?.includes(judgement.reason) !== true) return judgement
  return { kind: 'accepted' }
}
