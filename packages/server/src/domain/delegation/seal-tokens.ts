import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { seal, unseal } from '#lib/sealed.ts'
import type { DelegatedTokens, DelegationKey, StoredDelegation } from './delegated-tokens.ts'

/** Seals tokens for their place. */
export async function sealTokens(
  dataKeys: DataKeys,
  accountId: AccountId,
  key: DelegationKey,
  tokens: DelegatedTokens,
): Promise<string> {
  const by = await dataKeys.derive(accountId, 'delegated-tokens')
  return seal(by, Buffer.from(JSON.stringify(tokens)), contextOf(accountId, key))
}

/** Opens what `sealTokens` made. */
export async function openTokens(
  dataKeys: DataKeys,
  accountId: AccountId,
  stored: StoredDelegation,
): Promise<DelegatedTokens> {
  const by = await dataKeys.derive(accountId, 'delegated-tokens')
  const opened = unseal(by, stored.sealed, contextOf(accountId, stored))
  if (opened === undefined) throw new Error('Delegated tokens do not open.')
  return JSON.parse(opened.toString('utf8')) as DelegatedTokens
}

function contextOf(accountId: AccountId, { consumerId, conversationId }: DelegationKey): string {
  return `delegated_tokens/${accountId}/${consumerId}/${conversationId}`
}
