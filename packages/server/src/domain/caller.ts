import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditActor } from '#domain/audit/audit-event.ts'
import { DomainError } from '#domain/errors.ts'

/** Who asks, once a credential was checked. */
export type Caller = UserCaller | ApiKeyCaller | ApplicationCaller

/** A user of an account, with what their profiles allow: logged in, or by a token that they granted. */
export type UserCaller = {
  readonly kind: 'user'
  readonly accountId: AccountId
  readonly userId: number
  readonly loginName: string
  readonly fullName: string
  readonly employeeId: string
  /** The session they logged in to; `undefined`: the call came with a token of an application. */
  readonly sessionId: string | undefined
  readonly tokenHash: string
  /** Set if an application asks in the user's name. */
  readonly granted?: UserGrant
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

/** What a user let an application do in their name; never more than they may do themselves. */
export type UserGrant = {
  readonly clientId: string
  readonly clientName: string
  readonly grantId: string
  /** The browser session that the grant ends with; `undefined`: it outlives it (`offline_access`). */
  readonly browserSessionId: string | undefined
  /** `all`: whatever the user may do, as on the compatible path (contract 2 section 6). */
  readonly scopes: ReadonlySet<string> | 'all'
}

/** An application that asks in its own name (client credentials): no user, and only what its scopes say. */
export type ApplicationCaller = {
  readonly kind: 'application'
  readonly accountId: AccountId
  readonly clientId: string
  readonly clientName: string
  readonly scopes: ReadonlySet<string>
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
  if (caller.kind === 'application') {
    return {
      kind: 'application',
      userId: undefined,
      loginName: `${caller.clientName} (${caller.clientId})`,
      fullName: caller.clientName,
      employeeId: '',
      profiles: [],
      authType: 'oauth2',
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
    authType: caller.granted === undefined ? 'bearer' : `oauth2 (${caller.granted.clientId})`,
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

/** The session a caller asks from, if they have one: a token of an application is none. */
export function sessionOf(caller: Caller): string | undefined {
  return caller.kind === 'user' ? caller.sessionId : undefined
}

/** The session that a user asks from: the one they logged in to, or the one that the grant of their token ends with. */
export function sessionAskedFrom({ sessionId, granted }: UserCaller): string | undefined {
  return sessionId ?? granted?.browserSessionId
}

/** Whether the scopes of a caller's token hold `scope`; a session and a key are not bound by scopes. */
export function mayUseScope(caller: Caller, scope: string): boolean {
  if (caller.kind === 'application') return caller.scopes.has(scope)
  if (caller.kind === 'api-key' || caller.granted === undefined) return true
  return caller.granted.scopes === 'all' || caller.granted.scopes.has(scope)
}
