import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/** Who did it. */
export type AuditActor = {
  /** `user`: a session or a token they granted; `api-key`: a signed request; `application`: a token of its own; `system`: Watchword itself; `operator`: the platform's staff; `stranger`: nobody known. */
  readonly kind: 'user' | 'api-key' | 'application' | 'system' | 'operator' | 'stranger'
  readonly userId: number | undefined
  readonly loginName: string
  readonly fullName: string
  readonly employeeId: string
  readonly profiles: readonly string[]
  /** How they were known: `bearer`, `password`, `command`, … */
  readonly authType: string
  readonly userAgent: string
  readonly address: string
  readonly isLpa: boolean
}

/** One line of the audit trail before it is kept (contract 1 §6). */
export type AuditEntry = {
  readonly at: number
  readonly action: AuditAction
  /** Component code: `ACUserObject`, … */
  readonly objectType: string
  readonly objectId: string
  readonly objectName: string
  /** The property that changed; `N/A` for a whole object. */
  readonly element: string
  readonly oldValue: string
  readonly newValue: string
  readonly actor: AuditActor
  readonly requestId: string
  /** Done by Watchword itself, not on somebody's request. */
  readonly automatic: boolean
}

export type AuditAction = 'Add new' | 'Edit' | 'Delete' | 'Login' | 'Logout' | 'Refused' | 'Other'

/** A line that is kept: its place in the account's chain, and the keyed hash over it and all before it. */
export type AuditEvent = AuditEntry & {
  readonly accountId: AccountId
  readonly sequence: number
  readonly hash: string
}

/** Where an account's chain begins. What was before `firstSequence` was dropped by retention. */
export type AuditAnchor = {
  readonly firstSequence: number
  readonly firstPreviousHash: string
}

/** The two ends of an account's chain, and the keyed hash over them. */
export type AuditHead = AuditAnchor & {
  readonly sequence: number
  readonly hash: string
  /** Without it, whoever can write to the database could cut the chain at either end unseen. */
  readonly seal: string
}
