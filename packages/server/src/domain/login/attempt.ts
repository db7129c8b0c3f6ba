import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Account } from '#domain/accounts/account.ts'
import type { Settings } from '#domain/accounts/settings.ts'
import type { Origin } from '#domain/caller.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Counting } from '#domain/statistics/record-statistics.ts'
import type { Profile } from '#domain/users/profile.ts'
import type { User } from '#domain/users/user.ts'
import type { PasswordHasher } from '#lib/password-hash/password-hasher.ts'
import type { Credential, Storage } from '#storage/port.ts'
import type { AdmitAttemptPorts } from './admit-attempt.ts'
import type { AttemptKeys, LoginLimits } from './login-counters.ts'

export type CheckPasswordPorts = AdmitAttemptPorts & {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly dataKeys: DataKeys
  readonly passwords: PasswordHasher
  readonly limits: LoginLimits
  readonly statistics: Counting
}

/** What somebody sent to prove who they are. */
export type Attempt = {
  /** As it stands in the path. */
  readonly accountId: string
  readonly loginName: string
  readonly password: string
  readonly origin: Origin
}

/** An attempt whose password was compared, and of which nothing is decided yet. */
export type ComparedAttempt = {
  readonly attempt: Attempt
  readonly accountId: AccountId
  readonly settings: Settings
  readonly keys: AttemptKeys
  readonly userId: number | undefined
  /** The credential that the password was compared with, if it matched. */
  readonly matched: Credential | undefined
}

/** Somebody who has shown the right password, as they are in the transaction that acts for them. */
export type Proven = {
  readonly account: Account
  readonly settings: Settings
  readonly user: User
  readonly profiles: readonly Profile[]
  readonly credential: Credential
  readonly keys: AttemptKeys
  readonly origin: Origin
  readonly now: number
}
