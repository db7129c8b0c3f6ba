/** What is kept of authorizations: codes, grants, their tokens, consents, browser sessions. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type {
  AccessToken,
  AuthorizationCode,
  Grant,
  RefreshToken,
  RefreshTokenKey,
} from '#domain/authorization/grant.ts'
import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'

export type AuthorizationCodeReader = {
  find(accountId: AccountId, codeHash: string): Promise<AuthorizationCode | undefined>
}

export type AuthorizationCodeWriter = AuthorizationCodeReader & {
  /** Adds one, and drops some that have long expired. */
  insert(code: AuthorizationCode): Promise<void>
  /** Spends it: exactly one ever gets `spent`. One conditional write. */
  spend(
    accountId: AccountId,
    codeHash: string,
    at: number,
  ): Promise<'spent' | 'already_spent' | 'unknown'>
}

export type GrantReader = {
  /** `undefined`: unknown, revoked or expired long ago. */
  find(accountId: AccountId, grantId: string): Promise<Grant | undefined>
  /** Live ones, newest first; of one user, of one client, or of both. */
  list(
    accountId: AccountId,
    now: number,
    filter?: { readonly userId?: number; readonly clientId?: string },
  ): Promise<readonly Grant[]>
  /** When a live grant of each application was last used. */
  lastUses(accountId: AccountId, now: number): Promise<readonly LastUseOfClient[]>
}

/** When an application was last used, for one thing. */
export type LastUseOfClient = { readonly clientId: string; readonly at: number }

/** Revocations take the refresh tokens and the opaque access tokens of a grant along, and announce the account. */
export type GrantWriter = GrantReader & {
  /** Adds one, and drops some that have expired, with their tokens. */
  insert(grant: Grant): Promise<void>
  /**
   * Notes a use, moves the end if one is given, and holds the grant until the end of the transaction: of a use and a revocation,
   * the second waits for the first. `false`: it was gone.
   */
  touch(accountId: AccountId, grantId: string, at: number, expiresAt?: number): Promise<boolean>
  /** `false`: it was gone. */
  revoke(accountId: AccountId, grantId: string): Promise<boolean>
  /** Takes the user's codes along. Like the next two, it answers the ids of the grants that ended. */
  revokeOfUser(
    accountId: AccountId,
    userId: number,
    /** Of this application alone; all but this grant. */
    which?: { readonly clientId?: string | undefined; readonly exceptId?: string | undefined },
  ): Promise<readonly string[]>
  /** Takes its codes along, and the access tokens that it has for itself. */
  revokeOfClient(accountId: AccountId, clientId: string): Promise<readonly string[]>
  /** Those of a browser session, and its codes, but for those with the scope `offline_access`. */
  revokeOfBrowserSession(accountId: AccountId, browserSessionId: string): Promise<readonly string[]>
}

export type AccessTokenReader = {
  /** By its SHA-256; finds out the account. One indexed read. */
  findByToken(tokenHash: string): Promise<AccessToken | undefined>
}

export type AccessTokenWriter = AccessTokenReader & {
  /** Adds one, and drops some that have expired. */
  insert(token: AccessToken): Promise<void>
  /** Ends one, and announces it. */
  remove(accountId: AccountId, tokenHash: string): Promise<boolean>
}

export type RefreshTokenReader = {
  find(key: RefreshTokenKey): Promise<RefreshToken | undefined>
  /** A grant and its token, in one read. `undefined`: there is no such grant. */
  findWithGrant(key: RefreshTokenKey): Promise<GrantWithToken | undefined>
}

/** The token is `undefined` if it is not kept, or never was. */
export type GrantWithToken = { readonly grant: Grant; readonly token: RefreshToken | undefined }

export type RefreshTokenWriter = RefreshTokenReader & {
  /** Adds one. It is dropped with its grant, or as the one before the last of it. */
  insert(token: RefreshToken): Promise<void>
  /**
   * Spends it: exactly one ever gets `true`. One conditional write. It drops those of the same grant that were
   * spent before it, so that a grant has two at most.
   */
  spend(key: RefreshTokenKey, at: number): Promise<boolean>
}

/** Assertions by which clients proved who they are (RFC 7523): each is good once. */
export type ClientAssertionReader = {
  /** Whether it was used, unless that was forgotten after it had expired. */
  isClaimed(accountId: AccountId, hash: string): Promise<boolean>
}

export type ClientAssertionWriter = ClientAssertionReader & {
  /** `false`: it was used before. Drops some that have expired. */
  claim(
    accountId: AccountId,
    assertion: { readonly hash: string; readonly expiresAt: number; readonly now: number },
  ): Promise<boolean>
}

/** What a user allowed an application to do, until they or an administrator take it back. */
export type Consent = {
  readonly userId: number
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly createdAt: number
  readonly updatedAt: number
}

export type ConsentReader = {
  find(accountId: AccountId, userId: number, clientId: string): Promise<Consent | undefined>
  /** Newest first; of one user, of one client, or all. */
  list(
    accountId: AccountId,
    filter?: { readonly userId?: number; readonly clientId?: string },
  ): Promise<readonly Consent[]>
}

export type ConsentWriter = ConsentReader & {
  /** Finds it and holds it until the end of the transaction: whoever takes it back waits, or came before. */
  hold(accountId: AccountId, userId: number, clientId: string): Promise<Consent | undefined>
  put(accountId: AccountId, consent: Consent): Promise<void>
  remove(accountId: AccountId, userId: number, clientId: string): Promise<boolean>
  removeOfClient(accountId: AccountId, clientId: string): Promise<number>
}

export type BrowserSessionReader = {
  /** By the SHA-256 of its cookie. */
  findByToken(accountId: AccountId, tokenHash: string): Promise<BrowserSession | undefined>
  find(accountId: AccountId, id: string): Promise<BrowserSession | undefined>
  /** Those that have not expired, newest first; of one user, or of all. */
  list(
    accountId: AccountId,
    userId: number | undefined,
    now: number,
  ): Promise<readonly BrowserSession[]>
}

export type BrowserSessionWriter = BrowserSessionReader & {
  /** Adds one, and drops some that have expired. */
  insert(session: BrowserSession): Promise<void>
  /**
   * Notes a use, never moves it back, and holds the session until the end of the transaction: of a use and an end, the second
   * waits for the first. `false`: it was gone.
   */
  touch(accountId: AccountId, id: string, at: number): Promise<boolean>
  /** Moves the absolute end: a refresh on the compatible path does (contract 2 section 2.3). */
  extend(accountId: AccountId, id: string, expiresAt: number): Promise<void>
  remove(accountId: AccountId, id: string): Promise<boolean>
  /** Answers the ids of those that ended. */
  removeOfUser(accountId: AccountId, userId: number, exceptId?: string): Promise<readonly string[]>
}
