import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IdTokenIdentity } from '@watchword/protocol/consumers/check-id-token.ts'
import { mapClaims } from '@watchword/protocol/consumers/claim-mapping.ts'
import type { CustomerInfo, PersonalInfo } from '@watchword/protocol/consumers/sde-fields.ts'
import { verifiedProfile } from '@watchword/protocol/consumers/verified-profile.ts'
import type { Connector } from '#domain/connectors/connector.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import { type SealingKey, seal, unseal } from '#lib/sealed.ts'
import { consumerSealContext } from './consumer.ts'

/** What is known of a consumer, as it is sealed. */
export type ConsumerProfile = {
  /** By which the consumer is known: `iss` and `sub`, or the application's id of them, or our own of nobody. */
  readonly issuer: string
  readonly subject: string
  /** The connector that they came in by; `undefined`: an application named them. */
  readonly connectorId: number | undefined
  /** What the issuer vouches for, and by which word (`lp_sdes`, or a claim) each value came. */
  readonly ctmrinfo: CustomerInfo
  readonly personal: PersonalInfo
  readonly sources: Readonly<Record<string, string>>
}

/** The profile that an id_token makes: `lp_sdes`, then the connector's mapping, then the standard claims. */
export function profileOfIdToken(
  { issuer, subject, claims, sdes }: IdTokenIdentity,
  { id: connectorId, configuration }: Connector,
): ConsumerProfile {
  const mapped = mapClaims(claims, sdes, configuration.claimMapping)
  const { ctmrinfo, personal, sources } = verifiedProfile(claims, mapped.sdes)
  const named = Object.entries(mapped.sources).map(([place, claim]) => [place, `claim ${claim}`])
  const all = { ...sources, ...Object.fromEntries(named) }
  return { issuer, subject, connectorId, ctmrinfo, personal, sources: all }
}

/** The profile of somebody whom nobody vouches for. */
export function emptyProfile(
  issuer: string,
  subject: string,
  connectorId: number | undefined,
): ConsumerProfile {
  return { issuer, subject, connectorId, ctmrinfo: {}, personal: {}, sources: {} }
}

/** One text for one profile. */
export function writeProfile(profile: ConsumerProfile): string {
  const { issuer, subject, connectorId, ctmrinfo, personal, sources } = profile
  return JSON.stringify({ issuer, subject, connectorId, ctmrinfo, personal, sources })
}

/** Seals a profile that was written. */
export async function sealProfile(
  dataKeys: DataKeys,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  written: string,
): Promise<string> {
  const key = await dataKeys.derive(accountId, 'consumer-data')
  return seal(key, Buffer.from(written), consumerSealContext(accountId, id, 'profile'))
}

/** Opens what `sealProfile` made. */
export async function openProfile(
  dataKeys: DataKeys,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  sealed: string,
): Promise<ConsumerProfile> {
  const key = await dataKeys.derive(accountId, 'consumer-data')
  return unsealProfile(key, { accountId, id }, sealed)
}

/** The same with the key at hand, for who must not wait. */
export function unsealProfile(
  key: SealingKey,
  { accountId, id }: { readonly accountId: AccountId; readonly id: string },
  sealed: string,
): ConsumerProfile {
  const opened = unseal(key, sealed, consumerSealContext(accountId, id, 'profile'))
  if (opened === undefined) throw new Error('The profile of a consumer does not open.')
  return JSON.parse(opened.toString('utf8')) as ConsumerProfile
}
