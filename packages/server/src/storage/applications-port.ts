/** What is kept of applications: installed ones, global ones, and what was issued to them. Part of the storage port. */
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { GlobalApplication, StoredApplication } from '#domain/applications/application.ts'
import type { LastUseOfClient } from './authorization-port.ts'

export type ApplicationReader = {
  /** One, deleted or not: one indexed read. */
  find(accountId: AccountId, id: string): Promise<StoredApplication | undefined>
  /** The live one of that `client_name`. Names are compared as `nameKey` makes them. */
  findByName(accountId: AccountId, clientName: string): Promise<StoredApplication | undefined>
  /** The live ones, oldest first. */
  list(accountId: AccountId): Promise<readonly StoredApplication[]>
  /** How many live ones there are. */
  count(accountId: AccountId): Promise<number>
  /** The revision of the account's installations: that of the newest change; 0: there never was one. */
  revision(accountId: AccountId): Promise<number>
}

export type ApplicationWriter = ApplicationReader & {
  /**
   * Adds one, and announces the account. An id that exists, or existed, is not used again. `name_taken` when a
   * live one has that name: the transaction must then be given up.
   */
  insert(
    accountId: AccountId,
    stored: StoredApplication,
  ): Promise<'inserted' | 'exists' | 'name_taken'>
  /** Replaces one, and announces the account. */
  update(
    accountId: AccountId,
    stored: StoredApplication,
  ): Promise<'updated' | 'name_taken' | 'not_found'>
}

/** Of the whole instance. */
export type GlobalApplicationReader = {
  find(id: string): Promise<GlobalApplication | undefined>
  /** All of them, withdrawn ones too, oldest first. */
  list(): Promise<readonly GlobalApplication[]>
}

export type GlobalApplicationWriter = GlobalApplicationReader & {
  /** `exists`: that id is taken. `name_taken`: another that is not withdrawn has the name. */
  insert(application: GlobalApplication): Promise<'inserted' | 'exists' | 'name_taken'>
  /** Replaces it, if it still is at `version`: of two publications at once, one is told `stale`. */
  update(
    application: GlobalApplication,
    version: number,
  ): Promise<'updated' | 'name_taken' | 'stale'>
}

/** How many tokens an application got in its own name in one hour. */
export type ApplicationUse = {
  readonly clientId: string
  /** Hours since 1970. */
  readonly hour: number
  readonly count: number
  /** Milliseconds since 1970. */
  readonly lastAt: number
}

export type ApplicationUseReader = {
  /** From an hour on, oldest first. */
  list(accountId: AccountId, clientId: string, fromHour: number): Promise<readonly ApplicationUse[]>
  /** When each application last got a token in its own name, as far as that is kept. */
  lastUses(accountId: AccountId): Promise<readonly LastUseOfClient[]>
}

export type ApplicationUseWriter = ApplicationUseReader & {
  /** Adds counts to what is there, and drops some of hours that are too long ago. */
  add(accountId: AccountId, uses: readonly ApplicationUse[], dropHoursBefore: number): Promise<void>
}
