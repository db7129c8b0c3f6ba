import { roleTypeIds } from '@watchword/protocol/api/permission-packages.ts'
import type { Account } from '#domain/accounts/account.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { DomainError } from '#domain/errors.ts'
import { otherName } from '#domain/statistics/gather-statistics.ts'
import type { Profile } from '#domain/users/profile.ts'
import { nextTurn } from '#lib/next-turn.ts'
import type { Credential, Writes } from '#storage/port.ts'
import { admitAttempt } from './admit-attempt.ts'
import type { Attempt, CheckPasswordPorts, ComparedAttempt, Proven } from './attempt.ts'
import {
  isAddressAllowed,
  type Judgement,
  judgeLogin,
  type LoginFacts,
  type OpenReason,
} from './judge-login.ts'
import { isLastAdministrator } from './last-administrator.ts'
import { attemptKeys, isLocked, refuseIfTooMany } from './login-counters.ts'
import { suspended, wrong } from './login-refusals.ts'
import { refuseAttempt } from './refuse-attempt.ts'

/** Compares the password: exactly once, for a name that does not exist as for one that does. */
export async function comparePassword(
  ports: CheckPasswordPorts,
  attempt: Attempt,
): Promise<ComparedAttempt> {
  const { storage, passwords, limits } = ports
  const admitted = await admitAttempt(ports, attempt)
  if (admitted === undefined) {
    await passwords.verify(attempt.password, passwords.decoyHash)
    throw wrong('the account does not exist')
  }
  const { accountId, settings, now } = admitted
  await nextTurn()
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
      const refusal = await refuseAttempt({ ...ports, tx }, compared, facts, judgement)
      return { refusal, reason: reasonOf(judgement) }
    }
    const { settings, keys, attempt } = compared
    const proven = { account, user, profiles, credential, keys, origin: attempt.origin, now }
    return { answer: await options.act(tx, { ...proven, settings }) }
  })
  if ('refusal' in outcome) {
    ports.statistics.count(compared.accountId, 'login', outcome.reason, 'refused')
    throw outcome.refusal
  }
  return outcome.answer
}

type Outcome<T> =
  | { readonly answer: T }
  | { readonly refusal: DomainError; readonly reason: string }

/** What a refusal is counted as: the first of its reasons. */
function reasonOf(judgement: Judgement): string {
  if (judgement.kind === 'open') return judgement.reason
  return (judgement.kind === 'hidden' ? judgement.reasons[0] : undefined) ?? otherName
}

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
