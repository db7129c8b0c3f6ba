import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { type ConsumerOrigin, consumerId } from '@watchword/protocol/consumers/consumer-id.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'

/**
 * Names that stand for consumers and what is kept of them. All are made by secrets of the account, so that nobody can
 * tell who is meant, and two accounts never share one. They stay the same for as long as the account lives: rotating
 * the master key changes none of its secrets.
 */
export type ConsumerNames = {
  /** The platform's id of a consumer: 64 hex characters. */
  idOf(accountId: AccountId, origin: ConsumerOrigin): Promise<string>
  /** What stands in a token for what the server knows of the consumer: 32 hex characters. */
  attributesReference(accountId: AccountId, id: string): Promise<string>
  /** What stands for the session (`sid`) at an identity provider: 32 hex characters. */
  sessionReference(accountId: AccountId, issuer: string, sid: string): Promise<string>
  /** Whether two profiles are the same, without showing either: 32 hex characters. */
  profileHash(accountId: AccountId, profile: string): Promise<string>
}

export function createConsumerNames({ dataKeys }: { readonly dataKeys: DataKeys }): ConsumerNames {
  async function reference(accountId: AccountId, parts: readonly string[]): Promise<string> {
    const { bytes } = await dataKeys.derive(accountId, 'consumer-references')
    const hmac = createHmac('sha256', bytes)
    return hmac.update(JSON.stringify(parts)).digest('hex').slice(0, 32)
  }
  return {
    idOf: async (accountId, origin) =>
      consumerId((await dataKeys.derive(accountId, 'consumer-ids')).bytes, origin),
    attributesReference: (accountId, id) => reference(accountId, ['attributes', id]),
    sessionReference: (accountId, issuer, sid) => reference(accountId, ['session', issuer, sid]),
    profileHash: (accountId, profile) => reference(accountId, ['profile', profile]),
  }
}
