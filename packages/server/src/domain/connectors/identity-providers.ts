import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import type { FetchDocument } from '#domain/foreign-keys/foreign-document.ts'
import { createForeignKeys } from '#domain/foreign-keys/foreign-keys.ts'
import type { Clock } from '#lib/clock.ts'
import type { Connector } from './connector.ts'
import { issuerKeysOf } from './issuer-keys-of.ts'
import { createPastedKeys } from './pasted-keys.ts'
import { createKnownMetadata } from './provider-metadata.ts'

/** The identity providers of brands, as their connectors name them. Nothing here throws for what they do. */
export type IdentityProviders = {
  /** The keys for a token that names `kid` (`issuerKeysOf`). */
  issuerKeysOf(
    accountId: AccountId,
    connector: Connector,
    kid: string | undefined,
  ): Promise<IssuerKeys>
}

/** Asks identity providers with care: what is known of each is kept by account and connector. */
export function createIdentityProviders(ports: {
  readonly fetchDocument: FetchDocument
  readonly clock: Clock
}): IdentityProviders {
  const keyPorts = {
    pastedKeys: createPastedKeys(),
    foreignKeys: createForeignKeys(ports),
    knownMetadata: createKnownMetadata(ports),
  }
  return {
    issuerKeysOf: (accountId, connector, kid) => issuerKeysOf(keyPorts, accountId, connector, kid),
  }
}
