import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConsumerSettings } from '#domain/accounts/settings.ts'
import type { Origin } from '#domain/caller.ts'
import { type SealingKey, seal, unseal } from '#lib/sealed.ts'
import type { ConsumerLink } from '#storage/port.ts'

/** How it came about that an anonymous consumer turned out to be somebody. */
export type LinkProvenance = {
  readonly connectorId: number
  /** Who vouched, and when, milliseconds since 1970. */
  readonly issuer: string
  readonly vouchedAt: number
  /** What the account had decided for the case that they were here before. */
  readonly policy: ConsumerSettings['stepUp']
  /** Whether they were here before. */
  readonly wasHere: boolean
  /** What the consumer was asked, and said; `null`: they were not. */
  readonly choice: 'merge' | null
  readonly origin: Origin
}

/** A link, opened. */
export type KnownLink = Omit<ConsumerLink, 'sealedProvenance'> & {
  readonly provenance: LinkProvenance
}

type Place = { readonly key: SealingKey; readonly accountId: AccountId; readonly linkId: string }

/** Seals it for its link: an address is personal. */
export function sealProvenance(place: Place, provenance: LinkProvenance): string {
  return seal(place.key, Buffer.from(JSON.stringify(provenance)), contextOf(place))
}

/** Opens what `sealProvenance` made. */
export function openLink(
  { key, accountId }: Omit<Place, 'linkId'>,
  { sealedProvenance, ...link }: ConsumerLink,
): KnownLink {
  const place = { key, accountId, linkId: link.id }
  const opened = unseal(key, sealedProvenance, contextOf(place))
  if (opened === undefined) throw new Error('The provenance of a link does not open.')
  return { ...link, provenance: JSON.parse(opened.toString('utf8')) as LinkProvenance }
}

function contextOf({ accountId, linkId }: Place): string {
  return `consumer_links/${accountId}/${linkId}`
}
