import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { DomainError } from '#domain/errors.ts'

/** Who asks, once a credential was checked. One kind for each of the four ways in. */
export type Caller = UserCaller | ApiKeyCaller

/** A logged-in user of an account, with what their profiles allow. */
export type UserCaller = {
  readonly kind: 'user'
  readonly accountId: AccountId
  readonly userId: number
  readonly loginName: string
  readonly fullName: string
  readonly employeeId: string
  readonly sessionId: string
  readonly tokenHash: string
  readonly profileNames: readonly string[]
  /** Ids of the enabled permission packages of all their profiles (contract 1 §5). */
  readonly packages: ReadonlySet<number>
  /** Role types of their profiles: 1 Administrator, 2 Agent, 3 Agent Manager, 4 Campaign Manager. */
  readonly roles: ReadonlySet<number>
  /** Groups they manage themselves; what lies below is found when needed. */
  readonly managedGroupIds: readonly number[]
  readonly isLpa: boolean
}

/** A brand's server that signed its request with an API key (contract 1 §3). */
export type ApiKeyCaller = {
  readonly kind: 'api-key'
  readonly accountId: AccountId
  readonly keyId: string
  readonly appName: string
  /** Two: signed without a token, which only the key manager takes. */
  readonly legs: 2 | 3
  /** `users:Read` and the like. */
  readonly privileges: ReadonlySet<string>
  /** Signed with the secrets of before a reroll, while they overlap. */
  readonly byPreviousSecrets?: true
}

/** Where a call came from, for the audit trail. */
export type Origin = {
  readonly address: string
  readonly userAgent: string
  readonly requestId: string
}

/** The caller as the audit trail names them. */
export function actorOf(caller: Caller, origin: Origin): AuditActor {
  const { address, userAgent } = origin
  if (caller.kind === 'api-key') {
    return {
      kind: 'api-key',
      userId: undefined,
      loginName: `${caller.appName} (${caller.keyId})`,
      fullName: caller.appName,
      employeeId: '',
      profiles: [],
      authType: 'oauth1',
      userAgent,
      address,
      isLpa: false,
    }
  }
  return {
    kind: 'user',
    userId: caller.userId,
    loginName: caller.loginName,
    fullName: caller.fullName,
    employeeId: caller.employeeId,
    profiles: caller.profileNames,
    authType: 'bearer',
    userAgent,
    address,
    isLpa: caller.isLpa,
  }
}

/** Whether a caller is an administrator of their account. */
export function isAdministrator(caller: Caller): boolean {
  return caller.kind === 'user' && caller.roles.has(1)
}

/** Refuses whoever is not an administrator of their account. */
export function requireAdministrator(caller: Caller): void {
  if (isAdministrator(caller)) return
  throw new DomainError('forbidden', 'This needs a profile of the role Administrator.')
}

/** The session a caller asks from, if they have one. */
export function sessionOf(caller: Caller): string | undefined {
  return caller.kind === 'user' ? caller.sessionId : undefined
}
