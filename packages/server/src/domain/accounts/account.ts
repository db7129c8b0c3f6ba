import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { StoredSettings } from './settings.ts'

/** A tenant: one brand, kept apart from every other. */
export type Account = {
  readonly id: AccountId
  readonly name: string
  /** The zone whose hosts and sentinel keys serve it. */
  readonly zone: string
  readonly status: 'active' | 'suspended'
  /** What was set; what was not takes the default (`resolveSettings`). */
  readonly settings: StoredSettings
  readonly settingsRevision: number
  /** The one revision of its users, profiles, skills, agent groups and LOBs (contract 1 §4.4). */
  readonly revision: number
  /** The id that its next configuration object gets. */
  readonly nextObjectId: number
  readonly createdAt: number
  readonly suspendedAt: number | undefined
}

/** What may change of an account. */
export type AccountChange = {
  readonly name?: string
  readonly zone?: string
  readonly status?: Account['status']
  readonly settings?: StoredSettings
  readonly settingsRevision?: number
  readonly suspendedAt?: number | null
}
