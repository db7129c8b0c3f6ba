import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { AuditActor, AuditEntry } from '#domain/audit/audit-event.ts'
import type { Origin } from '#domain/caller.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import { nameKey } from '#lib/name-key.ts'
import type { Reads, Writes } from '#storage/port.ts'
import type { Session } from './session.ts'

/** Component code of logins and sessions; the reference has none (contract 1 section 6). */
export const loginObjectType = 'ACLoginObject'

/** Component code of a user, for the change of a password. */
export const userObjectType = 'ACUserObject'

/** What is said of one event; the rest of the entry is the same for all. */
export type LoginEvent = Pick<AuditEntry, 'action'> &
  Partial<Pick<AuditEntry, 'objectType' | 'element' | 'oldValue' | 'newValue' | 'automatic'>>

/** Whom an event is about: a user, or a name that no user has. */
export type LoginSubject =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'unknown'; readonly name: string }

/** An entry about a user, or about a name that no user has. */
export function loginEntry(
  about: {
    readonly at: number
    readonly subject: LoginSubject
    readonly actor: AuditActor
    readonly origin: Origin
  },
  event: LoginEvent,
): AuditEntry {
  const { at, subject, actor, origin } = about
  return {
    at,
    objectType: loginObjectType,
    objectId: subject.kind === 'user' ? String(subject.user.id) : '',
    objectName: subject.kind === 'user' ? subject.user.loginName : subject.name,
    element: 'N/A',
    oldValue: '',
    newValue: '',
    actor,
    requestId: origin.requestId,
    automatic: false,
    ...event,
  }
}

/** Who has not shown the right password is nobody we know, whatever name they gave. */
export function strangerActor(origin: Origin): AuditActor {
  return {
    kind: 'stranger',
    userId: undefined,
    loginName: '',
    fullName: '',
    employeeId: '',
    profiles: [],
    authType: 'none',
    userAgent: origin.userAgent,
    address: origin.address,
    isLpa: false,
  }
}

/** A user who has shown what they log in with, or the cookie of their session. */
export function userActor(
  user: User,
  profiles: readonly Profile[],
  origin: Origin,
  authType: Session['method'] | 'session',
): AuditActor {
  return {
    kind: 'user',
    userId: user.id,
    loginName: user.loginName,
    fullName: user.fullName,
    employeeId: user.employeeId ?? '',
    profiles: profiles.map(({ name }) => name),
    authType,
    userAgent: origin.userAgent,
    address: origin.address,
    isLpa: user.lpaCreatedUser,
  }
}

/** Whom an attempt is about: the user of that name, or a name that no user has. */
export async function subjectOf(
  { tx, dataKeys }: { readonly tx: Pick<Writes, 'accounts'>; readonly dataKeys: DataKeys },
  accountId: AccountId,
  user: User | undefined,
  loginName: string,
): Promise<LoginSubject> {
  return user === undefined
    ? { kind: 'unknown', name: await nameOfUnknown(dataKeys, accountId, loginName, tx.accounts) }
    : { kind: 'user', user }
}

/**
 * What the trail calls a login name that does not exist. People type their password into the wrong field,
 * so the name is not kept: only a hash of it under a key of the account, which tells two names apart.
 */
async function nameOfUnknown(
  dataKeys: DataKeys,
  accountId: AccountId,
  loginName: string,
  accounts: Reads['accounts'],
): Promise<string> {
  const key = await dataKeys.derive(accountId, 'unknown-names', accounts)
  const hash = createHmac('sha256', key.bytes).update(nameKey(loginName)).digest('hex')
  return `unknown:${hash.slice(0, 16)}`
}
