import type { AccessRestrictions, LoginPolicy } from '#domain/accounts/settings.ts'
import type { User } from '#domain/users/user.ts'
import { contains, parseIpAddress, parseIpRange } from '#lib/ip-range.ts'
import type { Credential } from '#storage/port.ts'

/** All that decides about a login, once the password was compared. */
export type LoginFacts = {
  readonly user: User | undefined
  readonly credential: Credential | undefined
  /** Whether the password is that of the credential. */
  readonly matches: boolean
  /** Whether the name is locked, and not the last administrator's. */
  readonly locked: boolean
  readonly isAdministrator: boolean
  readonly addressAllowed: boolean
  readonly policy: LoginPolicy
  readonly now: number
}

/** What a stranger is never told apart: one answer for all, and the reasons in the audit trail alone. */
export type HiddenReason =
  | 'unknown_login_name'
  | 'no_password'
  | 'wrong_password'
  | 'locked'
  | 'user_disabled'
  | 'address_not_allowed'
  | 'inactive_too_long'

/** What is told to whoever has shown the right password. */
export type OpenReason = 'user_blocked' | 'password_expired' | 'password_must_change'

export type Judgement =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'hidden'; readonly reasons: readonly HiddenReason[] }
  | { readonly kind: 'open'; readonly reason: OpenReason }

/** Decides about a login. Only what `hidden` does not hold can be `open`. */
export function judgeLogin(facts: LoginFacts): Judgement {
  const reasons = hiddenReasons(facts)
  if (reasons.length > 0) return { kind: 'hidden', reasons }
  const { user, credential, policy, now } = facts
  if (user?.blocked === true) return { kind: 'open', reason: 'user_blocked' }
  if (isExpired(credential, policy, now)) return { kind: 'open', reason: 'password_expired' }
  if (credential?.mustChange === true || user?.changePwdNextLogin === true) {
    return { kind: 'open', reason: 'password_must_change' }
  }
  return { kind: 'accepted' }
}

function hiddenReasons(facts: LoginFacts): readonly HiddenReason[] {
  const { user, credential, matches, addressAllowed } = facts
  const elsewhere: readonly HiddenReason[] = addressAllowed ? [] : ['address_not_allowed']
  if (user === undefined || user.deleted) return ['unknown_login_name', ...elsewhere]
  return [
    // An API user logs in with a key; a password that it once had does not count.
    ...(user.isApiUser || credential === undefined ? (['no_password'] as const) : []),
    ...(credential !== undefined && !matches ? (['wrong_password'] as const) : []),
    ...(facts.locked ? (['locked'] as const) : []),
    ...(user.isEnabled ? [] : (['user_disabled'] as const)),
    ...elsewhere,
    ...(isInactive(facts, user) ? (['inactive_too_long'] as const) : []),
  ]
}

const dayMs = 86_400_000

function isExpired(
  credential: Credential | undefined,
  { expiresAfterDays }: LoginPolicy,
  now: number,
): boolean {
  if (credential === undefined || expiresAfterDays === null) return false
  return now - credential.changedAt >= expiresAfterDays * dayMs
}

/** Administrators are not agents: an account must not shut itself off for a long holiday. */
function isInactive(facts: LoginFacts, user: User): boolean {
  const { credential, isAdministrator, policy, now } = facts
  if (policy.inactiveAfterDays === null || isAdministrator || credential === undefined) return false
  const seenAt = Math.max(credential.lastLoginAt ?? 0, credential.changedAt, user.dateCreated)
  return now - seenAt >= policy.inactiveAfterDays * dayMs
}

/** Whether an account lets this address in. An entry that cannot be read lets nobody in. */
export function isAddressAllowed(restrictions: AccessRestrictions, address: string): boolean {
  return addressJudge(restrictions)(address)
}

/** The same for many addresses: each entry is read once, which costs far more than to compare. */
export function addressJudge({
  enabled,
  ranges,
}: AccessRestrictions): (address: string) => boolean {
  if (!enabled || ranges.length === 0) return () => true
  const parsed = ranges.flatMap(({ range }) => parseIpRange(range) ?? [])
  return (address) => {
    const from = parseIpAddress(address.replace(/%.*$/, ''))
    return from !== undefined && parsed.some((range) => contains(range, from))
  }
}
