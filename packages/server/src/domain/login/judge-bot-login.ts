import { type ApiKey, hasExpired } from '#domain/api-keys/api-key.ts'
import type { User } from '#domain/users/user.ts'
import type { ClientReason, ClientState } from './compared-client.ts'
import { isAddressAllowed } from './judge-login.ts'

/** What the audit trail alone tells of a bot's refused login: a stranger gets one answer for all of it. */
export type HiddenBotReason =
  | ClientReason
  | 'unknown_login_name'
  | 'not_an_api_user'
  | 'user_disabled'
  | 'key_not_allowed'
  | 'address_not_allowed'

/** All that decides about a bot's login, once its secrets were compared. */
export type BotLoginFacts = {
  readonly user: User | undefined
  readonly client: ClientState
  /** Whether the account's own access restrictions let the address in. */
  readonly addressAllowed: boolean
}

export type BotJudgement =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'hidden'; readonly reasons: readonly HiddenBotReason[] }
  | { readonly kind: 'open'; readonly reason: 'user_blocked' }

/**
 * Decides about a bot's login. What ages with a password does not count here: neither its end, nor that it must
 * be changed, nor how long the user was away. Nor do failures lock a bot's name, which is no secret.
 */
export function judgeBotLogin({ user, client, addressAllowed }: BotLoginFacts): BotJudgement {
  const reasons = [
    ...client.reasons,
    ...reasonsOfUser(user, client),
    ...(addressAllowed ? [] : (['address_not_allowed'] as const)),
  ]
  if (reasons.length > 0) return { kind: 'hidden', reasons }
  return user?.blocked === true ? { kind: 'open', reason: 'user_blocked' } : { kind: 'accepted' }
}

/** Whether a key may log users in at all. */
export const userLogin = { data: 'user-login', type: 'Invoke' } as const

/** What is wrong with an API key, for whoever logs in with it from this address. */
export function judgeKey(asked: {
  readonly key: ApiKey | undefined
  /** Whether all its secrets were shown. */
  readonly proven: boolean
  readonly address: string
  readonly now: number
}): readonly ClientReason[] {
  const { key, proven, address, now } = asked
  if (key === undefined) return ['unknown_key']
  const ranges = key.ipRanges.map((range) => ({ range, description: '' }))
  return [
    ...(proven ? [] : (['wrong_secret'] as const)),
    ...(key.enabled ? [] : (['key_disabled'] as const)),
    ...(hasExpired(key, now) ? (['key_expired'] as const) : []),
    ...(isAddressAllowed({ enabled: true, ranges }, address)
      ? []
      : (['key_address_not_allowed'] as const)),
    ...(mayLogUsersIn(key) ? [] : (['key_without_user_login'] as const)),
  ]
}

/** Whether a key has the privilege "User Login". */
export function mayLogUsersIn({ privileges }: Pick<ApiKey, 'privileges'>): boolean {
  return privileges.some(({ data, type }) => data === userLogin.data && type === userLogin.type)
}

function reasonsOfUser(user: User | undefined, client: ClientState): readonly HiddenBotReason[] {
  if (user === undefined || user.deleted) return ['unknown_login_name']
  const { id, admits = (allowed) => id !== undefined && allowed === id } = client
  return [
    ...(user.isApiUser ? [] : (['not_an_api_user'] as const)),
    ...(user.isEnabled ? [] : (['user_disabled'] as const)),
    ...(admits(user.allowedAppKeys) ? [] : (['key_not_allowed'] as const)),
  ]
}
