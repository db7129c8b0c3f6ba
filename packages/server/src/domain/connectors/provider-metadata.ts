import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  isIssuer,
  type ProviderMetadata,
  readProviderMetadata,
} from '@watchword/protocol/consumers/provider-metadata.ts'
import { shownValue } from '@watchword/protocol/consumers/shown-value.ts'
import { createForeignCache, type ForeignOwner } from '#domain/foreign-keys/foreign-cache.ts'
import type { DocumentOutcome, ForeignFault } from '#domain/foreign-keys/foreign-document.ts'
import type { Clock } from '#lib/clock.ts'
import { createTurns } from '#lib/turns.ts'
import type { Connector } from './connector.ts'

export type MetadataOutcome =
  | { readonly ok: true; readonly metadata: ProviderMetadata }
  | { readonly ok: false; readonly fault: ForeignFault }
  /** It is of another issuer than the connector: nothing in it is used. */
  | { readonly ok: false; readonly fault: undefined; readonly mismatch: string }

/** What identity providers say of themselves. */
export type KnownMetadata = {
  /** The metadata at the connector's `discoveryEndpoint`, if it is that of the connector's issuer. It never throws. */
  find(accountId: AccountId, connector: Connector): Promise<MetadataOutcome>
}

const fetchesAtOnce = { ofOne: 4, ofAll: 128, waiting: 0 }

/** Keeps the metadata of each connector as its keys are kept (`createForeignCache`). */
export function createKnownMetadata(ports: {
  readonly fetchDocument: (url: string, owner: ForeignOwner) => Promise<DocumentOutcome>
  readonly clock: Clock
}): KnownMetadata {
  const cache = createForeignCache<ForeignOwner, ProviderMetadata>({
    ...ports,
    turns: createTurns(fetchesAtOnce),
    read: async (document) => {
      const reading = readProviderMetadata(document)
      if (reading.ok) return { ok: true, value: reading.metadata }
      return { ok: false, reason: `the answer is no metadata of an issuer: ${reading.reason}` }
    },
    readingOf: () => '',
    sizeOf: () => 1,
  })
  return {
    find: async (accountId, { id, configuration }) => {
      const { discoveryEndpoint: url = '', issuer } = configuration
      const owner = { accountId, kind: 'connector', id: String(id), url } as const
      const { value: metadata, fault } = await cache.find(owner, () => true)
      if (metadata === undefined) return { ok: false, fault: fault ?? notThere }
      if (isIssuer(metadata, issuer)) return { ok: true, metadata }
      return { ok: false, fault: undefined, mismatch: mismatchOf(metadata, issuer) }
    },
  }
}

const notThere: ForeignFault = { refusal: 'unreachable', reason: 'it was not fetched yet' }

/** For an administrator. */
export function mismatchOf({ issuer: found }: ProviderMetadata, issuer = ''): string {
  return `The metadata is of the issuer ${shownValue(found)}, the connector of ${shownValue(issuer)}. They must be the same, character by character, the last slash included.`
}
