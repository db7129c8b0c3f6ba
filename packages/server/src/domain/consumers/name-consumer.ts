import { originOfExtConsumer, subjectFault } from '@watchword/protocol/consumers/consumer-id.ts'
import { consumerJwsClaims, consumerJwsType } from '@watchword/protocol/consumers/consumer-jws.ts'
import type { KnownAccounts } from '#domain/accounts/known-accounts.ts'
import { resolveSettings } from '#domain/accounts/settings.ts'
import type { Caller } from '#domain/caller.ts'
import { DomainError } from '#domain/errors.ts'
import type { SigningKeys } from '#domain/signing-keys/signing-keys.ts'
import { emptyProfile } from './consumer-profile.ts'
import { type VisitPorts, visitConsumer } from './visit-consumer.ts'

export type NameConsumerPorts = VisitPorts & {
  readonly accounts: KnownAccounts
  readonly signingKeys: Pick<SigningKeys, 'sign'>
}

/**
 * Names a consumer of an application's choosing: a ConsumerJWS (contract 3 section 8.6), which never expires. The same
 * `ext_consumer_id` is the same consumer for every application of the account; where an administrator made the linking
 * rule, it is the one whom that issuer knows by this `sub`.
 */
export async function nameConsumer(
  ports: NameConsumerPorts,
  caller: Caller,
  extConsumerId: unknown,
): Promise<string> {
  if (caller.kind !== 'application') {
    throw new DomainError('forbidden', 'This is for applications: send an AppJWT.')
  }
  const fault = subjectFault(extConsumerId)
  if (fault !== undefined) throw new DomainError('bad_request', `ext_consumer_id ${fault}.`)
  const named = String(extConsumerId)
  const { accountId } = caller
  const account = await ports.accounts.active(accountId)
  if (account === undefined) throw new DomainError('not_found', 'There is no such account.')
  const { extIssuer } = resolveSettings(account.settings).consumers
  const origin = originOfExtConsumer(named, extIssuer ?? undefined)
  const id = await ports.names.idOf(accountId, origin)
  await visitConsumer(ports, {
    ...{ accountId, id, kind: origin.kind, vouchedAt: 0 },
    profile: emptyProfile(extIssuer ?? '', named, undefined),
  })
  const claims = consumerJwsClaims({ accountId, extConsumerId: named, consumerId: id })
  const use = { purpose: 'consumerjws', algorithm: 'RS256', typ: consumerJwsType } as const
  return ports.signingKeys.sign({ kind: 'zone', zone: account.zone }, use, claims, Infinity)
}
