/**
 * What Watchword keeps, as the domain sees it. `accountId` is the first argument of every method that
 * touches an account's things, so no method can cross accounts; the exceptions are look-ups by a
 * credential, which find out the account, and what belongs to the whole instance.
 *
 * What must be atomic is one method that answers what happened; what must happen together is one `write`.
 */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account, AccountChange } from '#domain/accounts/account.ts'
import type { AgentGroup } from '#domain/users/agent-group.ts'
import type { Lob } from '#domain/users/lob.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { Skill } from '#domain/users/skill.ts'
import type { User } from '#domain/users/user.ts'
import type {
  ApiKeyReader,
  ApiKeyUseReader,
  ApiKeyUseWriter,
  ApiKeyWriter,
  RefusedRequestReader,
  RefusedRequestWriter,
} from './api-keys-port.ts'
import type {
  ApplicationReader,
  ApplicationUseReader,
  ApplicationUseWriter,
  ApplicationWriter,
  GlobalApplicationReader,
  GlobalApplicationWriter,
} from './applications-port.ts'
import type { AuditReader, AuditWriter } from './audit-port.ts'
import type {
  AccessTokenReader,
  AccessTokenWriter,
  AuthorizationCodeReader,
  AuthorizationCodeWriter,
  BrowserSessionReader,
  BrowserSessionWriter,
  ClientAssertionReader,
  ClientAssertionWriter,
  ConsentReader,
  ConsentWriter,
  GrantReader,
  GrantWriter,
  RefreshTokenReader,
  RefreshTokenWriter,
} from './authorization-port.ts'
import type {
  CampaignReader,
  CampaignWriter,
  EngagementReader,
  EngagementWriter,
} from './campaigns-port.ts'
import type { ConnectorReader, ConnectorWriter } from './connectors-port.ts'
import type {
  ConsumerErasureReader,
  ConsumerErasureWriter,
  ConsumerEventReader,
  ConsumerEventWriter,
  ConsumerLinkReader,
  ConsumerLinkWriter,
} from './consumer-links-port.ts'
import type {
  ConsumerReader,
  ConsumerRevocationReader,
  ConsumerRevocationWriter,
  ConsumerWriter,
} from './consumers-port.ts'
import type { DelegatedTokenReader, DelegatedTokenWriter } from './delegation-port.ts'
import type {
  ConnectorUseReader,
  ConnectorUseWriter,
  RefusedHandshakeReader,
  RefusedHandshakeWriter,
} from './handshakes-port.ts'
import type {
  CredentialReader,
  CredentialWriter,
  LoginCounterReader,
  LoginCounterWriter,
  SessionReader,
  SessionWriter,
} from './login-port.ts'
import type { LogoReader, LogoWriter } from './logos-port.ts'
import type { NonceStore } from './nonces/nonce-store.ts'
import type { SigningKeyReader, SigningKeyWriter } from './signing-keys-port.ts'
import type { StatisticReader, StatisticWriter } from './statistics-port.ts'

export type * from './api-keys-port.ts'
export type * from './applications-port.ts'
export type * from './audit-port.ts'
export type * from './authorization-port.ts'
export type * from './campaigns-port.ts'
export type * from './connectors-port.ts'
export type * from './consumer-links-port.ts'
export type * from './consumers-port.ts'
export type * from './delegation-port.ts'
export type * from './handshakes-port.ts'
export type * from './login-port.ts'
export type * from './signing-keys-port.ts'
export type * from './statistics-port.ts'

export type Storage = {
  readonly kind: 'sqlite' | 'postgres'
  /** Reads outside a transaction. They see every write that was acknowledged by this process. */
  readonly read: Reads
  /**
   * Runs a job as one transaction: all of it is kept, or nothing. It is acknowledged only once it is
   * durable. A job touches nothing but its `Writes`: it must not wait for anything else, because others
   * wait for it, and it may be run again, after a conflict or when another one that was to be kept with it failed.
   */
  write<T>(job: (tx: Writes) => Promise<T>): Promise<T>
  /** What other processes (and this one) changed; see `Announcements`. */
  readonly announcements: Announcements
  readonly nonces: NonceStore
  close(): Promise<void>
}

export type { NonceStore } from './nonces/nonce-store.ts'

/**
 * Tells every process what must be forgotten. A change is announced by `Writes.announce` and delivered
 * after its transaction was committed: at once in this process, in under a second in the others.
 */
export type Announcements = {
  /** `false` while announcements of other processes may be missed: caches must not be used then. */
  reliable(): boolean
  subscribe(listener: (announcement: Announcement) => void): void
}

/** `account`: anything about that account. `session`: that one session ended. `everything`: all of it. */
export type Announcement =
  | { readonly about: 'account'; readonly accountId: string }
  | { readonly about: 'session'; readonly tokenHash: string }
  | { readonly about: 'everything' }

export type Reads = {
  readonly accounts: AccountReader
  readonly directory: DirectoryReader
  readonly users: ConfigReader<User>
  readonly profiles: ConfigReader<Profile>
  readonly skills: ConfigReader<Skill>
  readonly agentGroups: ConfigReader<AgentGroup>
  readonly lobs: ConfigReader<Lob>
  readonly userLinks: UserLinkReader
  readonly credentials: CredentialReader
  readonly loginCounters: LoginCounterReader
  readonly sessions: SessionReader
  readonly audit: AuditReader
  readonly operatorTokens: OperatorTokenReader
  readonly instance: InstanceReader
  readonly apiKeys: ApiKeyReader
  readonly apiKeyUses: ApiKeyUseReader
  readonly refusedRequests: RefusedRequestReader
  readonly applications: ApplicationReader
  readonly globalApplications: GlobalApplicationReader
  readonly applicationUses: ApplicationUseReader
  readonly browserSessions: BrowserSessionReader
  readonly consents: ConsentReader
  readonly logos: LogoReader
  readonly codes: AuthorizationCodeReader
  readonly signingKeys: SigningKeyReader
  readonly grants: GrantReader
  readonly accessTokens: AccessTokenReader
  readonly refreshTokens: RefreshTokenReader
  readonly clientAssertions: ClientAssertionReader
  readonly connectors: ConnectorReader
  readonly campaigns: CampaignReader
  readonly engagements: EngagementReader
  readonly consumers: ConsumerReader
  readonly delegatedTokens: DelegatedTokenReader
  readonly consumerRevocations: ConsumerRevocationReader
  readonly consumerLinks: ConsumerLinkReader
  readonly consumerEvents: ConsumerEventReader
  readonly consumerErasures: ConsumerErasureReader
  readonly refusedHandshakes: RefusedHandshakeReader
  readonly connectorUses: ConnectorUseReader
  readonly statistics: StatisticReader
}

export type Writes = {
  readonly accounts: AccountWriter
  readonly directory: DirectoryWriter
  readonly users: ConfigWriter<User>
  readonly profiles: ConfigWriter<Profile>
  readonly skills: ConfigWriter<Skill>
  readonly agentGroups: ConfigWriter<AgentGroup>
  readonly lobs: ConfigWriter<Lob>
  readonly userLinks: UserLinkWriter
  readonly credentials: CredentialWriter
  readonly loginCounters: LoginCounterWriter
  readonly sessions: SessionWriter
  readonly audit: AuditWriter
  readonly operatorTokens: OperatorTokenWriter
  readonly instance: InstanceWriter
  readonly apiKeys: ApiKeyWriter
  readonly apiKeyUses: ApiKeyUseWriter
  readonly refusedRequests: RefusedRequestWriter
  readonly applications: ApplicationWriter
  readonly globalApplications: GlobalApplicationWriter
  readonly applicationUses: ApplicationUseWriter
  readonly browserSessions: BrowserSessionWriter
  readonly consents: ConsentWriter
  readonly logos: LogoWriter
  readonly codes: AuthorizationCodeWriter
  readonly signingKeys: SigningKeyWriter
  readonly grants: GrantWriter
  readonly accessTokens: AccessTokenWriter
  readonly refreshTokens: RefreshTokenWriter
  readonly clientAssertions: ClientAssertionWriter
  readonly connectors: ConnectorWriter
  readonly campaigns: CampaignWriter
  readonly engagements: EngagementWriter
  readonly consumers: ConsumerWriter
  readonly delegatedTokens: DelegatedTokenWriter
  readonly consumerRevocations: ConsumerRevocationWriter
  readonly consumerLinks: ConsumerLinkWriter
  readonly consumerEvents: ConsumerEventWriter
  readonly consumerErasures: ConsumerErasureWriter
  readonly refusedHandshakes: RefusedHandshakeWriter
  readonly connectorUses: ConnectorUseWriter
  readonly statistics: StatisticWriter
  /** Delivered to every process once this transaction is committed; never if it is not. */
  announce(announcement: Announcement): Promise<void>
}

// ---- accounts ----------------------------------------------------------------------------------------

export type AccountReader = {
  find(accountId: AccountId): Promise<Account | undefined>
  /** Every account, by id. */
  list(): Promise<readonly Account[]>
  /** The one active account; `undefined`: there is none, or several. */
  onlyActive(): Promise<AccountId | undefined>
  /** Whether there was an account of that id, which was erased. */
  wasErased(accountId: AccountId): Promise<boolean>
  /** The configuration revision alone: one indexed read. */
  revision(accountId: AccountId): Promise<number | undefined>
  /** The account's sealed data key. */
  sealedKey(accountId: AccountId): Promise<string | undefined>
  /** Every account's sealed data key, for the rotation of the master key. */
  sealedKeys(): Promise<readonly { readonly accountId: AccountId; readonly sealedKey: string }[]>
}

export type AccountWriter = AccountReader & {
  /** Makes an account. An id that exists, or that was erased, is not used again. */
  insert(account: Account, sealedKey: string): Promise<'inserted' | 'exists' | 'erased'>
  /**
   * Changes the named members, and holds the account's row until the end of the transaction: of two
   * transactions that change one account, the second waits for the first.
   */
  update(accountId: AccountId, change: AccountChange): Promise<Account | undefined>
  /** Holds the account's row until the end of the transaction, and answers it as it is now. */
  lock(accountId: AccountId): Promise<Account | undefined>
  /** The next configuration revision; holds the account's row. */
  nextRevision(accountId: AccountId): Promise<number>
  /** `count` new object ids of this account: the first of them; the others follow it. */
  takeObjectIds(accountId: AccountId, count: number): Promise<number>
  /** Replaces the sealed data key, if it still is `previous`. */
  replaceSealedKey(accountId: AccountId, previous: string, next: string): Promise<boolean>
  /** Erases the account from every table; only its id is remembered. */
  erase(accountId: AccountId, at: number): Promise<boolean>
}

// ---- directory ---------------------------------------------------------------------------------------

/** A service whose host differs from the default for a zone or an account, or that is not listed there. */
export type DirectoryEntry = {
  readonly scope: 'zone' | 'account'
  readonly scopeId: string
  readonly service: string
  /** `host` or `host:port`. `undefined` with `hidden`: not listed. */
  readonly host: string | undefined
  readonly hidden: boolean
}

export type DirectoryReader = {
  /** The entries of one zone or account. */
  list(scope: DirectoryEntry['scope'], scopeId: string): Promise<readonly DirectoryEntry[]>
  /** Every host that is named anywhere. */
  hosts(): Promise<readonly string[]>
}

export type DirectoryWriter = DirectoryReader & {
  put(entry: DirectoryEntry): Promise<void>
  remove(scope: DirectoryEntry['scope'], scopeId: string, service: string): Promise<boolean>
}

// ---- users, profiles, skills, agent groups, lobs -----------------------------------------------------

export type ConfigReader<T> = {
  /** All of them, by id; deleted ones only when asked for. */
  list(accountId: AccountId, options?: { readonly includeDeleted?: boolean }): Promise<readonly T[]>
  /** One of them, deleted or not. */
  find(accountId: AccountId, id: number): Promise<T | undefined>
  /** Several of them, deleted or not; ids that do not exist are left out. */
  findMany(accountId: AccountId, ids: readonly number[]): Promise<readonly T[]>
  /** The live one of that name. Names are compared as `nameKey` makes them. */
  findByName(accountId: AccountId, name: string): Promise<T | undefined>
  /** The live ones by their names alone, as `nameKey` makes them. */
  names(accountId: AccountId): Promise<readonly { readonly id: number; readonly nameKey: string }[]>
  /** How many live ones there are. */
  count(accountId: AccountId): Promise<number>
  /** Whether one of that name exists, or ever existed. */
  nameWasUsed(accountId: AccountId, name: string): Promise<boolean>
}

export type ConfigWriter<T> = ConfigReader<T> & {
  /** Adds new ones; `name_taken` when a live one has that name (the transaction must then be given up). */
  insert(accountId: AccountId, object: T): Promise<'inserted' | 'name_taken'>
  /** Replaces existing ones by id. */
  update(accountId: AccountId, object: T): Promise<'updated' | 'name_taken' | 'not_found'>
}

/** What a user refers to, so that "who has this profile" is one indexed read. */
export type UserLink = {
  readonly kind: 'profile' | 'skill' | 'lob' | 'member' | 'manager'
  readonly targetId: number
}

export type UserLinkReader = {
  /** Ids of the live users that refer to any of the targets. */
  usersOf(
    accountId: AccountId,
    kind: UserLink['kind'],
    targetIds: readonly number[],
  ): Promise<readonly number[]>
  /** Of the live users that refer to one target: a part of them, by id, and how many there are. */
  page(
    accountId: AccountId,
    link: UserLink,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly total: number; readonly userIds: readonly number[] }>
  /** By target: how many live users refer to it. */
  counts(accountId: AccountId, kind: UserLink['kind']): Promise<ReadonlyMap<number, number>>
  /** Which live user refers to what, in that way. */
  list(
    accountId: AccountId,
    kind: UserLink['kind'],
  ): Promise<readonly { readonly targetId: number; readonly userId: number }[]>
}

export type UserLinkWriter = UserLinkReader & {
  /** Sets what a user refers to; with an empty list, nothing (a deleted user). */
  replace(accountId: AccountId, userId: number, links: readonly UserLink[]): Promise<void>
}

// ---- the instance ------------------------------------------------------------------------------------

export type OperatorToken = {
  readonly id: string
  readonly label: string
  readonly tokenHash: string
  readonly createdAt: number
  readonly expiresAt: number | undefined
}

export type OperatorTokenReader = {
  findByToken(tokenHash: string): Promise<OperatorToken | undefined>
  list(): Promise<readonly OperatorToken[]>
}

export type OperatorTokenWriter = OperatorTokenReader & {
  insert(token: OperatorToken): Promise<void>
  remove(id: string): Promise<boolean>
}

/** Values of the whole instance, by name. */
export type InstanceReader = {
  get(key: string): Promise<string | undefined>
}

export type InstanceWriter = InstanceReader & {
  /** Replaces a value, if it still is `previous`. */
  replace(key: string, previous: string, next: string): Promise<boolean>
  /** Sets a value if there is none; answers the one that is kept. */
  setOnce(key: string, value: string): Promise<string>
  set(key: string, value: string): Promise<void>
}
