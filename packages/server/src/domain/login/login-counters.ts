/**
 * How failed logins are counted, and what follows. Every name is counted alike, whether it exists or not,
 * so that no answer tells which do:
 *
 * - `failures-in-a-row` by name: at the policy's limit the name is locked for a while.
 * - far beyond the limit a name may be tried only now and then from one address (`tries-of-name`): 429.
 * - `failures-of-address` and `attempts-of-address`, by address within the account: 429.
 *
 * Bots have names that are no secret, and keys that cannot be guessed. So nothing that a stranger does locks a
 * bot out: its failures count for the address, and in a row for one key at one address (`failures-of-key`), which
 * must then pause (`tries-of-key`) while every other address goes on.
 */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { LoginPolicy } from '#domain/accounts/settings.ts'
import { DomainError } from '#domain/errors.ts'
import { addressKey } from '#lib/address-key.ts'
import { nameKey } from '#lib/name-key.ts'
import type { LoginCounter, LoginCounterKey, Reads, Storage, Writes } from '#storage/port.ts'

/** What one address may do within a minute; `undefined`: as much as it likes. */
export type LoginLimits = {
  readonly loginsPerMinute: number | undefined
  readonly loginFailuresPerMinute: number | undefined
}

/** Which counters an attempt falls under. */
export type AttemptKeys = {
  /** Whose failures in a row are counted: a name's, or those of a key at an address. */
  readonly name: LoginCounterKey
  readonly failuresOfAddress: LoginCounterKey
  readonly attemptsOfAddress: LoginCounterKey
  readonly triesOfName: LoginCounterKey
}

export function attemptKeys(loginName: string, address: string): AttemptKeys {
  const from = addressKey(address)
  const name = nameKey(loginName)
  return {
    name: { kind: 'failures-in-a-row', key: name },
    failuresOfAddress: { kind: 'failures-of-address', key: from },
    attemptsOfAddress: { kind: 'attempts-of-address', key: from },
    triesOfName: { kind: 'tries-of-name', key: `${from} ${name}` },
  }
}

/** The counters of a bot's attempt: its name is not among them. */
export function botAttemptKeys(appKey: string, address: string): AttemptKeys {
  const from = addressKey(address)
  const key = `${from} ${appKey}`
  return {
    name: { kind: 'failures-of-key', key },
    failuresOfAddress: { kind: 'failures-of-address', key: from },
    attemptsOfAddress: { kind: 'attempts-of-address', key: from },
    triesOfName: { kind: 'tries-of-key', key },
  }
}

/** The documented pause of a login client (contract 1 section 2.5). */
export const leastPauseSeconds = 5

const minuteMs = 60_000
const dayMs = 86_400_000

/** How many failures beyond the lock a name may have until each address must pause between tries. */
const tolerated = 10
const longestPauseMs = 5 * minuteMs

/**
 * Refuses, before anything costly is done, who has tried too often. What is refused here is not counted:
 * an attempt under way is counted once it has ended.
 */
export async function refuseIfTooMany(
  { storage }: { readonly storage: Pick<Storage, 'read' | 'write'> },
  attempt: {
    readonly accountId: AccountId
    readonly keys: AttemptKeys
    readonly limits: LoginLimits
    readonly policy: LoginPolicy
    readonly now: number
  },
): Promise<void> {
  const { accountId, keys, limits, policy, now } = attempt
  const find = (key: LoginCounterKey) => storage.read.loginCounters.find(accountId, key, now)
  const [attempts, failures, name] = await Promise.all([
    find(keys.attemptsOfAddress),
    find(keys.failuresOfAddress),
    find(keys.name),
  ])
  refuseFullWindow(attempts, limits.loginsPerMinute, now)
  refuseFullWindow(failures, limits.loginFailuresPerMinute, now)
  const windowMs = pauseMs((name?.count ?? 0) - policy.maxFailures)
  if (windowMs === 0) return
  const tries = await storage.write((tx) =>
    tx.loginCounters.add(accountId, keys.triesOfName, { now, windowMs }),
  )
  if (tries.count > 1) throw tooMany(tries.windowStartedAt + windowMs - now)
}

/** Counts a refused attempt; locks the name at the policy's limit. */
export async function countFailure(
  tx: Pick<Writes, 'loginCounters'>,
  attempt: {
    readonly accountId: AccountId
    readonly keys: AttemptKeys
    readonly policy: LoginPolicy
    /** Whether there is a user of that name. */
    readonly isKnown: boolean
    readonly now: number
  },
): Promise<FailureCount> {
  const { accountId, keys, policy, now } = attempt
  const { name, ofAddress } = await addFailure(tx, { accountId, keys, now }, nameMs(policy))
  if (name.count < policy.maxFailures || name.lockedUntil !== undefined) {
    return { ofAddress: ofAddress.count, lockedUntil: undefined }
  }
  const lockedUntil = now + lockMs(policy, attempt.isKnown)
  await tx.loginCounters.lock(accountId, keys.name, lockedUntil)
  return { ofAddress: ofAddress.count, lockedUntil }
}

/** Counts a refused attempt of a bot, which locks nothing; answers how many its address had this minute. */
export async function countKeyFailure(
  tx: Pick<Writes, 'loginCounters'>,
  attempt: { readonly accountId: AccountId; readonly keys: AttemptKeys; readonly now: number },
): Promise<number> {
  const { ofAddress } = await addFailure(tx, attempt, dayMs)
  return ofAddress.count
}

async function addFailure(
  { loginCounters }: Pick<Writes, 'loginCounters'>,
  attempt: { readonly accountId: AccountId; readonly keys: AttemptKeys; readonly now: number },
  windowMs: number,
): Promise<{ readonly name: LoginCounter; readonly ofAddress: LoginCounter }> {
  const { accountId, keys, now } = attempt
  const minute = { now, windowMs: minuteMs }
  await loginCounters.add(accountId, keys.attemptsOfAddress, minute)
  const name = await loginCounters.add(accountId, keys.name, { now, windowMs })
  return { name, ofAddress: await loginCounters.add(accountId, keys.failuresOfAddress, minute) }
}

/** What a failure came to: `lockedUntil` only when it was this one that locked the name. */
export type FailureCount = {
  readonly ofAddress: number
  readonly lockedUntil: number | undefined
}

/** Counts a login that succeeded: whatever failed before it is forgiven. */
export async function countSuccess(
  tx: Pick<Writes, 'loginCounters'>,
  attempt: { readonly accountId: AccountId; readonly keys: AttemptKeys; readonly now: number },
): Promise<void> {
  const { accountId, keys, now } = attempt
  await tx.loginCounters.add(accountId, keys.attemptsOfAddress, { now, windowMs: minuteMs })
  await tx.loginCounters.clear(accountId, keys.name)
}

/** Whether a name is locked now. */
export async function isLocked(
  { loginCounters }: Pick<Reads, 'loginCounters'>,
  accountId: AccountId,
  loginName: string,
  now: number,
): Promise<boolean> {
  const key: LoginCounterKey = { kind: 'failures-in-a-row', key: nameKey(loginName) }
  const counter = await loginCounters.find(accountId, key, now)
  return (counter?.lockedUntil ?? 0) > now
}

/** Longer than anybody will wait, and still a date. */
const forEverMs = 100 * 365 * dayMs

/** Whether a lock lasts until somebody takes it away. */
export function isForEver(until: number, now: number): boolean {
  return until - now > forEverMs / 2
}

/** A lock on a name that does not exist is never seen, so it need not be kept for ever. */
function lockMs(policy: LoginPolicy, isKnown: boolean): number {
  if (policy.lockMinutes !== null) return policy.lockMinutes * minuteMs
  return isKnown ? forEverMs : nameMs(policy)
}

/** Failures are in a row until a success; names of strangers must not be counted for ever, though. */
function nameMs({ lockMinutes }: LoginPolicy): number {
  return lockMinutes === null ? 7 * dayMs : Math.max(dayMs, lockMinutes * minuteMs)
}

/** 5 s, doubled with every ten failures more. */
function pauseMs(beyond: number): number {
  if (beyond < tolerated) return 0
  const doublings = Math.floor((beyond - tolerated) / 10)
  return Math.min(longestPauseMs, leastPauseSeconds * 1000 * 2 ** doublings)
}

function refuseFullWindow(
  counter: LoginCounter | undefined,
  limit: number | undefined,
  now: number,
): void {
  if (counter === undefined || limit === undefined || counter.count < limit) return
  throw tooMany(counter.windowStartedAt + minuteMs - now)
}

/** The refusal of who must wait. */
export function tooMany(waitMs: number): DomainError {
  const retryAfterSeconds = Math.max(leastPauseSeconds, Math.ceil(waitMs / 1000))
  return new DomainError(
    'too_many_requests',
    'Too many logins were tried. Wait as long as Retry-After says, then try again.',
    { retryAfterSeconds },
  )
}
