import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { IssuerKeys } from '@watchword/protocol/consumers/issuer-keys.ts'
import type { ForeignOwner } from '#domain/foreign-keys/foreign-cache.ts'
import { type AskForeignServer, fetchBy } from '#domain/foreign-keys/foreign-call.ts'
import type { DocumentOutcome } from '#domain/foreign-keys/foreign-document.ts'
import { createForeignKeys, type KeptKeys } from '#domain/foreign-keys/foreign-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { createTurns } from '#lib/turns.ts'
import {
  type CallVerdict,
  type CircuitReport,
  type CircuitTarget,
  createCircuits,
} from './circuits.ts'
import type { Connector } from './connector.ts'
import { issuerKeysOf } from './issuer-keys-of.ts'
import { createPastedKeys } from './pasted-keys.ts'
import { type ConnectorProbe, probeConnector } from './probe-connector.ts'
import { createKnownMetadata } from './provider-metadata.ts'
import {
  type BrandConnector,
  type CodeGrant,
  type RedeemedCode,
  type RefreshedTokens,
  redeemCode,
  refreshTokens,
  type TokenRefusal,
} from './token-endpoint.ts'

/** The identity providers of brands, as their connectors name them. Nothing here throws for what they do. */
export type IdentityProviders = {
  /** The keys for a token that names `kid` (`issuerKeysOf`). */
  issuerKeysOf(
    accountId: AccountId,
    connector: Connector,
    kid: string | undefined,
  ): Promise<IssuerKeys>
  redeemCode(brand: BrandConnector, grant: CodeGrant): Promise<RedeemedCode | TokenRefusal>
  refreshTokens(
    brand: BrandConnector,
    refreshToken: string,
  ): Promise<RefreshedTokens | TokenRefusal>
  /** Asks everything that a connector names, saved or not (`probeConnector`). `undefined`: too many are checked already. */
  probe(brand: BrandConnector): Promise<ConnectorProbe | undefined>
  /** What came of the calls of late, by this process; nobody is asked. */
  statusOf(accountId: AccountId, connector: Connector): readonly ProviderStatus[]
  /** Its keys that this process keeps; nobody is asked. `undefined`: none, or they are pasted. */
  keptKeys(accountId: AccountId, connector: Connector): KeptKeys | undefined
}

export type ProviderStatus = CircuitReport & { readonly target: CircuitTarget }

/** Calls to token endpoints: of an account, of all accounts together at a time, and of an account that wait. */
const exchangesAtOnce = { ofOne: 16, ofAll: 256, waiting: 64 }

/** Connectors that are checked, of an account and of all. */
const probesAtOnce = { ofOne: 2, ofAll: 32, waiting: 2 }

/** Asks identity providers with care: what is known of each is kept by account and connector. */
export function createIdentityProviders(ports: {
  readonly ask: AskForeignServer
  readonly clock: Clock
}): IdentityProviders {
  const { ask, clock } = ports
  const circuits = createCircuits({ clock })
  const fetchDocument = fetchBy(ask)

  function guardedBy(target: CircuitTarget) {
    return async (url: string, { accountId, id }: ForeignOwner): Promise<DocumentOutcome> => {
      const name = { accountId, id, target, url }
      const call = await circuits.run(name, () => fetchDocument(url), verdictOf)
      return call.ran ? call.outcome : { ok: false, ...call.fault }
    }
  }

  const pastedKeys = createPastedKeys()
  const foreignKeys = createForeignKeys({ fetchDocument: guardedBy('keys'), clock })
  const knownMetadata = createKnownMetadata({ fetchDocument: guardedBy('metadata'), clock })
  const keyPorts = { pastedKeys, foreignKeys, knownMetadata }
  const tokenPorts = { ask, turns: createTurns(exchangesAtOnce), circuits, knownMetadata, clock }
  const probeTurns = createTurns(probesAtOnce)
  return {
    issuerKeysOf: (accountId, connector, kid) => issuerKeysOf(keyPorts, accountId, connector, kid),
    redeemCode: (brand, grant) => redeemCode(tokenPorts, brand, grant),
    refreshTokens: (brand, refreshToken) => refreshTokens(tokenPorts, brand, refreshToken),
    probe: async (brand) => {
      const turn = await probeTurns.run(brand.accountId, () => probeConnector(ports, brand))
      return turn.ran ? turn.outcome : undefined
    },
    keptKeys: (accountId, { id, configuration }) => {
      const { algorithms, jwksEndpoint, jwtValidationType } = configuration
      const asked = circuits.report({ accountId, id, target: 'keys' })?.url
      const url = jwtValidationType === 'DISCOVERY' ? asked : jwksEndpoint
      if (jwtValidationType === 'PUBLIC_JWT_KEY' || url === undefined) return undefined
      const owner = { accountId, kind: 'connector', id: String(id), url, algorithms } as const
      return foreignKeys.peek(owner)
    },
    statusOf: (accountId, connector) =>
      targets.flatMap((target) => {
        const report = circuits.report({ accountId, id: connector.id, target })
        const isOfNow = report !== undefined && isNamed(connector, target, report.url)
        return isOfNow ? { target, ...report } : []
      }),
  }
}

const targets: readonly CircuitTarget[] = ['metadata', 'keys', 'token']

/** Whether the connector names the URL as it is now, itself or by its metadata. */
function isNamed({ configuration }: Connector, target: CircuitTarget, url: string): boolean {
  const { discoveryEndpoint, jwksEndpoint, tokenEndpoint, jwtValidationType } = configuration
  const isDiscovered = jwtValidationType === 'DISCOVERY'
  switch (target) {
    case 'metadata':
      return isDiscovered && url === discoveryEndpoint
    case 'keys':
      return isDiscovered || (jwtValidationType === 'JWKS_ENDPOINT' && url === jwksEndpoint)
    case 'token':
      return tokenEndpoint === undefined ? isDiscovered : url === tokenEndpoint
  }
}

function verdictOf(document: DocumentOutcome): CallVerdict {
  if (document.ok) return 'works'
  const { refusal, reason } = document
  return refusal === 'busy' || refusal === 'url' || refusal === 'port'
    ? 'unknown'
    : { refusal, reason }
}
