import { DomainError } from '#domain/errors.ts'
import { type ConnectorScope, keepChanged } from './change-connectors.ts'
import type { Connector, StoredConnector } from './connector.ts'
import type { ConnectorLine } from './connector-audit.ts'
import { isBrandConnector } from './is-brand-connector.ts'

/**
 * What a connector must be beside the others of its account. Two with one issuer name the same people, so both must
 * say that this is meant (contract, our decisions). One is preferred at most: where another becomes that, the present one
 * is it no more. Answers the audit lines of what changed beside it.
 */
export async function settleBeside(
  scope: ConnectorScope,
  connector: Connector,
): Promise<readonly ConnectorLine[]> {
  const all = await scope.tx.connectors.list(scope.ask.accountId)
  const others = all.filter((other) => other.connector.id !== connector.id)
  checkIssuer(connector, others)
  if (!connector.configuration.preferred) return []
  const lines: ConnectorLine[] = []
  for (const { connector: other, sealedSecret } of others) {
    if (!other.configuration.preferred) continue
    const configuration = { ...other.configuration, preferred: false }
    const after = { ...other, configuration, updatedAt: scope.now, revision: scope.next }
    lines.push(...(await keepChanged(scope, other, { connector: after, sealedSecret })))
  }
  return lines
}

function checkIssuer(connector: Connector, others: readonly StoredConnector[]): void {
  const { issuer, sharesIdentity } = connector.configuration
  if (!isBrandConnector(connector)) return
  const alike = others
    .map((other) => other.connector)
    .filter((other) => isBrandConnector(other) && other.configuration.issuer === issuer)
  const [unwilling] = alike.filter((other) => !other.configuration.sharesIdentity)
  if (alike.length === 0 || (sharesIdentity && unwilling === undefined)) return
  const named = unwilling ?? alike[0]
  throw new DomainError('validation_failed', 'Another connector has this issuer.', {
    fields: [
      `configuration.issuer: is that of connector ${named?.id} (${named?.name}) too. If both name the same people, set sharesIdentity to true there, and here`,
    ],
  })
}
