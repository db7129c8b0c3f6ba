import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConsumerAcr } from '@watchword/protocol/consumers/consumer-jwt.ts'
import type { UnverifiedAttribute } from '@watchword/protocol/consumers/unverified-attributes.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Reads } from '#storage/port.ts'
import type { StoredConsumer } from './consumer.ts'
import { openAttributes } from './consumer-attributes.ts'
import { type ConsumerProfile, openProfile } from './consumer-profile.ts'
import { type KnownLink, openLink } from './link-provenance.ts'

export type ConsumerReadPorts = {
  readonly storage: { readonly read: Pick<Reads, 'consumers' | 'consumerLinks'> }
  readonly dataKeys: DataKeys
}

const mostLinksShown = 100

/** A consumer with all that is known of them, opened. */
export type KnownConsumer = {
  readonly stored: StoredConsumer
  readonly profile: ConsumerProfile
  /** What nobody vouches for. */
  readonly attributes: readonly UnverifiedAttribute[]
  /** Who turned out to be them, or whom they turned out to be; the newest first. */
  readonly links: readonly KnownLink[]
}

/** One consumer; `undefined`: they were never here, or have been forgotten. */
export async function readConsumer(
  { storage, dataKeys }: ConsumerReadPorts,
  accountId: AccountId,
  id: string,
): Promise<KnownConsumer | undefined> {
  const stored = await storage.read.consumers.find(accountId, id)
  if (stored?.sealedProfile === undefined) return undefined
  const links = await storage.read.consumerLinks.list(accountId, id, mostLinksShown)
  const key = await dataKeys.derive(accountId, 'consumer-data')
  return {
    stored,
    profile: await openProfile(dataKeys, { accountId, id }, stored.sealedProfile),
    attributes: openAttributes({ key, accountId, id }, stored.sealedAttributes),
    links: links.map((link) => openLink({ key, accountId }, link)),
  }
}

/** How sure we are of a consumer: as their token says it. */
export function acrOf({ kind, vouchedAt }: StoredConsumer): ConsumerAcr {
  return kind === 'brand' && vouchedAt > 0 ? 'loa1' : '0'
}

/** Where a page of the list goes on. */
export type ConsumerPage = {
  readonly consumers: readonly StoredConsumer[]
  readonly next: Pick<StoredConsumer, 'lastSeenAt' | 'id'> | undefined
}

/** Consumers, the last seen first. Who only ever was logged out was never here. */
export async function listConsumers(
  { storage }: Pick<ConsumerReadPorts, 'storage'>,
  accountId: AccountId,
  page: Parameters<Reads['consumers']['list']>[1],
): Promise<ConsumerPage> {
  const rows = await storage.read.consumers.list(accountId, page)
  const last = rows.length === page.limit ? rows.at(-1) : undefined
  return {
    consumers: rows.filter(({ sealedProfile }) => sealedProfile !== undefined),
    next: last && { lastSeenAt: last.lastSeenAt, id: last.id },
  }
}
