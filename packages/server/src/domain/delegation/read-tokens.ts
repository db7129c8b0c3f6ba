import { setTimeout as pause } from 'node:timers/promises'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Caller } from '#domain/caller.ts'
import { destinationOf } from '#domain/connectors/destination-of.ts'
import type { IdentityProviders } from '#domain/connectors/identity-providers.ts'
import type { KnownConnectors } from '#domain/connectors/known-connectors.ts'
import { DomainError } from '#domain/errors.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Reads, Writes } from '#storage/port.ts'
import type { DelegatedTokens, DelegationKey, StoredDelegation } from './delegated-tokens.ts'
import { keepDelegatedTokens } from './keep-tokens.ts'
import { openTokens } from './seal-tokens.ts'

export type ReadTokensPorts = {
  readonly storage: {
    readonly read: Pick<Reads, 'delegatedTokens'>
    write<T>(job: (tx: Pick<Writes, 'delegatedTokens'>) => Promise<T>): Promise<T>
  }
  readonly connectors: KnownConnectors
  readonly identityProviders: Pick<IdentityProviders, 'refreshTokens'>
  readonly dataKeys: DataKeys
  readonly clock: Clock
}

/** A token that is about to expire is no use to who asks for it. */
const spareMs = 10_000
/** For how long one process alone may renew; then another may try. */
const renewalMs = 10_000
const pollMs = 100
const mostPolls = 60

/**
 * The tokens of a consumer (contract 3 section 8.8), renewed if they have expired and the brand gave a refresh token.
 * Those of one conversation stand before those of all; of two who find them expired, one renews, since a brand may take
 * a refresh token that comes twice for a stolen one.
 */
export async function readDelegatedTokens(
  ports: ReadTokensPorts,
  caller: Caller,
  asked: DelegationKey,
): Promise<DelegatedTokens> {
  if (caller.kind !== 'application') {
    throw new DomainError(
      'forbidden',
      'This is for applications: send a token of client credentials.',
    )
  }
  const { accountId } = caller
  if (!/^[0-9a-f]{64}$/.test(asked.consumerId)) {
    throw new DomainError('bad_request', 'The id of a consumer is 64 lower-case hex characters.')
  }
  for (let polls = 0; polls < mostPolls; polls += 1) {
    const stored = await find(ports, accountId, asked)
    const now = ports.clock.now()
    const { accessExpiresAt: expiresAt } = stored
    const tokens = await openTokens(ports.dataKeys, accountId, stored)
    if (expiresAt === undefined || now < expiresAt - spareMs) return tokens
    if (tokens.refreshToken === undefined) throw noTokens()
    const mayRenew = await ports.storage.write((tx) =>
      tx.delegatedTokens.claimRenewal(accountId, stored, { now, until: now + renewalMs }),
    )
    if (mayRenew) return renew(ports, accountId, stored, tokens)
    await pause(pollMs)
  }
  throw new DomainError('unavailable', 'The tokens are being renewed. Try again.', {
    retryAfterSeconds: 5,
  })
}

async function find(
  { storage, clock }: ReadTokensPorts,
  accountId: AccountId,
  { consumerId, conversationId }: DelegationKey,
): Promise<StoredDelegation> {
  const { delegatedTokens } = storage.read
  const ofConversation =
    conversationId === ''
      ? undefined
      : await delegatedTokens.find(accountId, { consumerId, conversationId })
  const stored =
    ofConversation ?? (await delegatedTokens.find(accountId, { consumerId, conversationId: '' }))
  if (stored === undefined || stored.keptUntil <= clock.now()) throw noTokens()
  return stored
}

async function renew(
  ports: ReadTokensPorts,
  accountId: AccountId,
  stored: StoredDelegation,
  before: DelegatedTokens,
): Promise<DelegatedTokens> {
  const { consumerId, conversationId, connectorId } = stored
  const known = await ports.connectors.find(accountId, connectorId)
  if (known === undefined) throw noTokens()
  if (before.renewedAt !== destinationOf(known.connector.configuration)) throw noTokens()
  const brand = { accountId, connector: known.connector, secret: known.secret }
  const renewed = await ports.identityProviders.refreshTokens(brand, before.refreshToken ?? '')
  if (!renewed.ok) {
    if (renewed.status !== 401) {
      throw new DomainError(
        'unavailable',
        'The brand’s server did not renew the tokens. Try again.',
        {
          cause: renewed.reason,
        },
      )
    }
    await ports.storage.write((tx) => tx.delegatedTokens.remove(accountId, stored))
    throw noTokens()
  }
  const { accessToken, refreshToken = before.refreshToken, expiresInSeconds } = renewed
  const { idToken = before.idToken } = renewed
  const tokens = { accessToken, refreshToken, expiresInSeconds }
  await keepDelegatedTokens(ports, accountId, {
    ...{ consumerId, conversationId, connector: known.connector, idToken, tokens },
  })
  return { ...before, accessToken, refreshToken, idToken }
}

function noTokens(): DomainError {
  return new DomainError(
    'not_found',
    'There are no tokens of this consumer, or they have expired: let the consumer log in.',
  )
}
