import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { anonymousRefreshSeconds } from '@watchword/protocol/consumers/anonymous-token.ts'
import { longestConsumerJwtSeconds } from '@watchword/protocol/consumers/consumer-jwt.ts'
import type { Writes } from '#storage/port.ts'
import type { StoredConsumer } from './consumer.ts'

/** Longer than any anonymous identity can be renewed, from now on. */
export const anonymousRemembranceMs = (anonymousRefreshSeconds + 3600) * 1000

/** Longer than any consumer token lives. Of a known consumer, the end of the login stands with them besides. */
const loginRemembranceMs = (longestConsumerJwtSeconds + 3600) * 1000

/** For how long nobody gets in by an id_token whose session, or whose login before the first visit, the brand ended. */
const idTokenRemembranceMs = 31 * 86_400_000

/**
 * Ends every token of a consumer that was issued until now, in every process. Of one whom a brand vouches for, id_tokens
 * of before `loggedOutAt`, by the brand's clock, are taken no more either; an anonymous identity ends for good.
 */
export async function endConsumerLogins(
  tx: Pick<Writes, 'consumers' | 'consumerRevocations' | 'delegatedTokens'>,
  accountId: AccountId,
  of: Pick<StoredConsumer, 'id' | 'kind'> & { readonly now: number; readonly loggedOutAt: number },
): Promise<void> {
  const { id, kind, now, loggedOutAt } = of
  if (kind === 'brand') await tx.consumers.logOut(accountId, id, loggedOutAt)
  // Tokens of the brand that were kept for this login go with it (Back-Channel Logout 1.0 section 2.7).
  await tx.delegatedTokens.removeOf(accountId, id)
  const expiresAt = now + (kind === 'anon' ? anonymousRemembranceMs : loginRemembranceMs)
  await tx.consumerRevocations.revoke(accountId, `consumer:${id}`, { before: now, expiresAt, now })
}

/** Ends one session at an identity provider: its tokens, and those that its id_tokens would still get. */
export async function endBrandSession(
  tx: Pick<Writes, 'consumerRevocations'>,
  accountId: AccountId,
  of: { readonly session: string; readonly now: number; readonly loggedOutAt: number },
): Promise<void> {
  const { session, now, loggedOutAt } = of
  const end = { before: Math.max(now, loggedOutAt), expiresAt: now + idTokenRemembranceMs, now }
  await tx.consumerRevocations.revoke(accountId, `session:${session}`, end)
}
