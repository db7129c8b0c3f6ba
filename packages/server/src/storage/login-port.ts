/** What is kept of logins: passwords, counters of attempts, sessions. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Session } from '#domain/login/session.ts'

/** A user's password, as a hash, and what the login policy needs to know of it. */
export type Credential = {
  readonly userId: number
  readonly passwordHash: string
  readonly changedAt: number
  readonly mustChange: boolean
  /** Earlier hashes and when they were set, newest first. */
  readonly history: readonly {
    readonly hash: string
    readonly setAt: number
    /** When the user themself replaced it; absent: somebody else did. */
    readonly replacedByUserAt?: number
  }[]
  readonly lastLoginAt: number | undefined
}

export type CredentialReader = {
  find(accountId: AccountId, userId: number): Promise<Credential | undefined>
}

export type CredentialWriter = CredentialReader & {
  put(accountId: AccountId, credential: Credential): Promise<void>
  /** Only if the hash still is `previousHash`: a rehash must not undo a change of the password. */
  replaceHash(
    accountId: AccountId,
    userId: number,
    previousHash: string,
    nextHash: string,
  ): Promise<boolean>
  noteLogin(accountId: AccountId, userId: number, at: number): Promise<void>
  remove(accountId: AccountId, userId: number): Promise<void>
}

/** Counts of login attempts and failures, by login name and by address (hashed: names of strangers too). */
export type LoginCounter = {
  readonly count: number
  readonly windowStartedAt: number
  readonly lockedUntil: number | undefined
}

export type LoginCounterKey = {
  readonly kind:
    | 'failures-in-a-row'
    | 'failures-of-address'
    | 'attempts-of-address'
    | 'tries-of-name'
    | 'failures-of-key'
    | 'tries-of-key'
    | 'mails'
  /** What is counted for: a name, an address, or a key at an address. Kept as a hash. */
  readonly key: string
}

export type LoginCounterReader = {
  find(accountId: AccountId, key: LoginCounterKey, now: number): Promise<LoginCounter | undefined>
  /** Whether any login name is locked now, a made-up one too. */
  hasLocked(accountId: AccountId, now: number): Promise<boolean>
  /** Those of these names, as `nameKey` makes them, that are locked now, each with its end. */
  lockedAmong(
    accountId: AccountId,
    names: readonly string[],
    now: number,
  ): Promise<ReadonlyMap<string, number>>
}

export type LoginCounterWriter = LoginCounterReader & {
  /**
   * Adds one, and answers the new state. A counter whose window of `windowMs` has passed starts again at 1.
   * Also drops some counters that have expired, so that the table follows what is alive.
   */
  add(
    accountId: AccountId,
    key: LoginCounterKey,
    options: { readonly now: number; readonly windowMs: number },
  ): Promise<LoginCounter>
  lock(accountId: AccountId, key: LoginCounterKey, until: number): Promise<void>
  clear(accountId: AccountId, key: LoginCounterKey): Promise<boolean>
}

export type SessionReader = {
  /** By the SHA-256 of its bearer; finds out the account. One indexed read. */
  findByToken(tokenHash: string): Promise<Session | undefined>
  /** By the SHA-256 of its cookie. */
  findByCookie(accountId: AccountId, cookieHash: string): Promise<Session | undefined>
  find(accountId: AccountId, sessionId: string): Promise<Session | undefined>
  /** Those that have not expired, newest first; of one user, or of all. */
  list(accountId: AccountId, now: number, userId?: number): Promise<readonly Session[]>
}

export type SessionWriter = SessionReader & {
  /** Adds a session, and drops some that have expired. */
  insert(session: Session): Promise<void>
  /** Notes a use; never moves it back. */
  touch(accountId: AccountId, sessionId: string, at: number): Promise<void>
  /** Ends one, and announces it. `false`: it was gone. */
  remove(accountId: AccountId, sessionId: string): Promise<boolean>
  /** Ends all of a user, but for `exceptId`; announces each; answers how many. */
  removeOfUser(accountId: AccountId, userId: number, exceptId?: string): Promise<number>
  /** Ends all that were opened with a key; announces each; answers how many. */
  removeOfKey(accountId: AccountId, keyId: string): Promise<number>
}
