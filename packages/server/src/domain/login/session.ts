import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/** A logged-in user. Its three secrets are kept as SHA-256 only. */
export type Session = {
  readonly accountId: AccountId
  /** Public name of the session, for lists. Not a credential. */
  readonly id: string
  readonly userId: number
  readonly tokenHash: string
  readonly cookieHash: string
  readonly csrfHash: string
  readonly createdAt: number
  /** The absolute end; a refresh does not move it. */
  readonly expiresAt: number
  readonly lastUsedAt: number
  readonly address: string
  readonly userAgent: string
  /** How the user proved who they are. */
  readonly method: 'password' | 'api-key' | 'application'
}
