/**
 * What the contract's parts share: the storage under test, and small valid objects to keep in it. Every
 * test has accounts of its own, so all of them can share one database.
 */
import { randomBytes } from 'node:crypto'
import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { AuditEntry } from '#domain/audit/audit-event.ts'
import type { Session } from '#domain/login/session.ts'
import type { Skill } from '#domain/users/skill.ts'
import type { User } from '#domain/users/user.ts'
import type { Storage } from '#storage/port.ts'
import { plainUser } from '../support/plain-user.ts'
import type { TestDatabase } from '../support/storages.ts'

/** Where the tests get their storage. */
export type Contract = {
  /** One storage for all tests of the suite. */
  storage(): Storage
  /** A second one on the same database, as another process has it. */
  another(): Promise<Storage>
  /** A database that no other test uses. */
  fresh(): Promise<TestDatabase>
}

export const hour = 3_600_000
export const now = Date.UTC(2026, 0, 15, 12)

export function randomId(): string {
  return randomBytes(8).toString('hex')
}

export function accountIdOf(text: string): AccountId {
  const accountId = parseAccountId(text)
  if (accountId === undefined) throw new Error(`${text} is no account id.`)
  return accountId
}

export function someAccount(given: Partial<Account> = {}): Account {
  return {
    id: accountIdOf(randomId()),
    name: 'Brand',
    zone: 'local',
    status: 'active',
    settings: {},
    settingsRevision: 1,
    revision: 1,
    nextObjectId: 1000,
    createdAt: now,
    suspendedAt: undefined,
    ...given,
  }
}

/** An account that is kept. */
export async function newAccount(storage: Storage, given: Partial<Account> = {}) {
  const account = someAccount(given)
  const outcome = await storage.write((tx) => tx.accounts.insert(account, `sealed ${account.id}`))
  if (outcome !== 'inserted') throw new Error(`The account was not inserted: ${outcome}`)
  return account.id
}

export function someSession(accountId: AccountId, given: Partial<Session> = {}): Session {
  return {
    accountId,
    id: randomId(),
    userId: 1,
    tokenHash: randomBytes(32).toString('hex'),
    cookieHash: randomBytes(32).toString('hex'),
    csrfHash: randomBytes(32).toString('hex'),
    createdAt: now,
    expiresAt: now + 8 * hour,
    lastUsedAt: now,
    address: '127.0.0.1',
    userAgent: 'test',
    method: 'password',
    ...given,
  }
}

export function someSkill(id: number, name: string, given: Partial<Skill> = {}): Skill {
  return {
    id,
    deleted: false,
    name,
    description: '',
    skillOrder: 0,
    maxWaitTime: 120,
    lobIds: [],
    canTransfer: true,
    skillTransferList: null,
    skillRoutingConfiguration: [],
    fallbackWhenAllAgentsAreAway: false,
    wrapUpTime: null,
    other: {},
    dateUpdated: now,
    ...given,
  }
}

export function someUser(id: number, loginName: string, given: Partial<User> = {}): User {
  return plainUser(now, { id, loginName, ...given })
}

export function someEntry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: now,
    action: 'Edit',
    objectType: 'ACUserObject',
    objectId: '1',
    objectName: 'somebody',
    element: 'nickname',
    oldValue: 'a',
    newValue: 'b',
    requestId: 'request',
    automatic: false,
    actor: {
      kind: 'user',
      userId: 1,
      loginName: 'admin',
      fullName: 'The Admin',
      employeeId: '',
      profiles: ['Administrator'],
      authType: 'bearer',
      userAgent: 'test',
      address: '127.0.0.1',
      isLpa: false,
    },
    ...given,
  }
}
