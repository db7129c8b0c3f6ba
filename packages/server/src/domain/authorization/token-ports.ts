import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import type { Clients } from '#domain/applications/client.ts'
import type { IssueCounter } from '#domain/applications/count-issues.ts'
import type { ForeignKeys } from '#domain/foreign-keys/foreign-keys.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Storage } from '#storage/port.ts'
import type { ActingUsers } from './acting-user.ts'
import type { ClientFailures } from './client-failures.ts'
import type { RecentAnswers } from './recent-answers.ts'

/** What the endpoints that clients call need. */
export type TokenPorts = {
  readonly storage: Pick<Storage, 'read' | 'write' | 'announcements'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
  /** From configuration, never from a request. */
  readonly publicOrigin: string
  readonly accounts: KnownAccounts
  readonly clients: Clients
  readonly users: ActingUsers
  /** Keys that clients publish (`jwks_uri`). */
  readonly foreignKeys: ForeignKeys
  readonly signingKeys: SigningKeys
  readonly failures: ClientFailures
  readonly recentAnswers: RecentAnswers
  /** Counts the tokens that applications get in their own name. */
  readonly issues: Pick<IssueCounter, 'issued'>
}
