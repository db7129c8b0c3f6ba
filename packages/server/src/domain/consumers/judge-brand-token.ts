import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import {
  checkIdToken,
  type IdTokenIdentity,
  type IdTokenReport,
} from '@watchword/protocol/consumers/check-id-token.ts'
import type { IdTokenExpectation } from '@watchword/protocol/consumers/id-token-expectation.ts'
import type { IssuerKeys, KeyHeader } from '@watchword/protocol/consumers/issuer-keys.ts'
import type { DecryptionKey } from '@watchword/protocol/jose/decrypt-jwe.ts'
import type { IdentityProviders } from '#domain/connectors/identity-providers.ts'
import type { KnownConnector } from '#domain/connectors/known-connectors.ts'
import type { EncryptionKeys } from '#domain/signing-keys/encryption-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { expectedIdToken } from './expected-id-token.ts'

export type BrandTokenPorts = {
  readonly identityProviders: Pick<IdentityProviders, 'issuerKeysOf'>
  readonly signingKeys: Pick<EncryptionKeys, 'decryptionKeys'>
  readonly clock: Clock
  readonly publicOrigin: string
}

/** What is known of a token beside the connector: what it came with. */
export type TokenContext = Pick<IdTokenExpectation, 'nonce' | 'accessToken' | 'code'>

/** An id_token, judged by every rule of the connector. The debugger sees what whoever lets a consumer in sees. */
export async function judgeBrandToken(
  ports: BrandTokenPorts,
  { accountId, known }: { readonly accountId: AccountId; readonly known: KnownConnector },
  token: string,
  context: TokenContext = {},
): Promise<IdTokenReport> {
  return checkIdToken({
    token,
    keys: (header) => keysFor(ports, accountId, known, header),
    decryptionKeys: await decryptionKeysFor(ports, token),
    expected: {
      ...expectedIdToken(accountId, known.connector),
      ...{ ownIssuer: ports.publicOrigin, ...context },
    },
    nowSeconds: ports.clock.now() / 1000,
  })
}

export type { IdTokenIdentity, IdTokenReport }

/** Keys of ours that a token may be encrypted to; none for one that is not encrypted. */
export async function decryptionKeysFor(
  { signingKeys }: Pick<BrandTokenPorts, 'signingKeys'>,
  token: string,
): Promise<readonly DecryptionKey[]> {
  return isEncrypted(token) ? signingKeys.decryptionKeys() : []
}

/** Keys of the identity provider, for a token with such a header. */
export function keysFor(
  { identityProviders }: Pick<BrandTokenPorts, 'identityProviders'>,
  accountId: AccountId,
  { connector }: KnownConnector,
  { kid }: KeyHeader,
): Promise<IssuerKeys> {
  const named = typeof kid === 'string' ? kid : undefined
  return identityProviders.issuerKeysOf(accountId, connector, named)
}

function isEncrypted(token: string): boolean {
  return token.split('.', 5).length === 5
}
