import type { AccountId } from '@watchword/protocol/api/account-id.ts'

/**
 * A user who logged in on the hosted pages of one account, as their browser knows it by a cookie: single sign-on
 * for every application of the account. Times are milliseconds since 1970.
 */
export type BrowserSession = {
  readonly accountId: AccountId
  /** Its public name: the `sid` of tokens. Not a credential. */
  readonly id: string
  /** SHA-256 of the cookie's value. */
  readonly tokenHash: string
  readonly userId: number
  readonly createdAt: number
  /** When the user last proved who they are. */
  readonly authTime: number
  readonly amr: readonly string[]
  readonly acr: string | undefined
  readonly lastUsedAt: number
  /** The absolute end. */
  readonly expiresAt: number
  /** The absolute end was moved since it began (`extend`): the account's limit counts from there. */
  readonly extended?: true
  readonly address: string
  readonly userAgent: string
}
