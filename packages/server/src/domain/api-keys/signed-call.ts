import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { RawRequest } from '@watchword/protocol/oauth1/read-signed-request.ts'

/** A request as the door saw it, and where it came from. */
export type SignedCall = {
  readonly accountId: AccountId
  readonly raw: RawRequest
  readonly address: string
  /** Two-legged requests (without a token) are taken by the key-manager's reads alone. */
  readonly twoLegged: 'accepted' | 'refused'
}
