import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import { destinationOf } from '#domain/connectors/destination-of.ts'
import type { BrandTokens } from '#domain/connectors/token-endpoint.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Writes } from '#storage/port.ts'
import type { DelegationKey } from './delegated-tokens.ts'
import { sealTokens } from './seal-tokens.ts'

export type KeepTokensPorts = {
  readonly storage: {
    write<T>(job: (tx: Pick<Writes, 'delegatedTokens'>) => Promise<T>): Promise<T>
  }
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** As long as a consumer token lives at most: until then the consumer may be in a conversation. */
export const keptMs = 24 * 3_600_000

/** Keeps what a code brought beside the id_token, in place of what was kept before; nothing without an access token. */
export async function keepDelegatedTokens(
  { storage, dataKeys, clock }: KeepTokensPorts,
  accountId: AccountId,
  given: DelegationKey & {
    readonly connector: Connector
    readonly idToken: string | undefined
    readonly tokens: BrandTokens
  },
): Promise<boolean> {
  const { consumerId, conversationId, connector, idToken } = given
  const { accessToken, refreshToken, expiresInSeconds } = given.tokens
  if (accessToken === undefined) return false
  const key = { consumerId, conversationId }
  const renewedAt = destinationOf(connector.configuration)
  const all = { accessToken, refreshToken, idToken, renewedAt }
  const sealed = await sealTokens(dataKeys, accountId, key, all)
  const now = clock.now()
  await storage.write((tx) =>
    tx.delegatedTokens.put(accountId, {
      ...{ ...key, connectorId: connector.id, sealed },
      accessExpiresAt: expiresInSeconds === undefined ? undefined : now + expiresInSeconds * 1000,
      keptUntil: now + keptMs,
      updatedAt: now,
    }),
  )
  return true
}
