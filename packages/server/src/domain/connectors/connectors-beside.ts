import type { AuditLine } from '#domain/accounts/change-configuration.ts'
import { DomainError } from '#domain/errors.ts'
import { type ConnectorScope, keepChanged } from './change-connectors.ts'
import type { Connector } from './connector.ts'
import { isBrandConnector } from './is-brand-connector.ts'

/**
 * What a connector must be beside the others of its account. Two with one issuer name the same people, so both must
 * say that this is meant (contract, our decisions). One is preferred at most: where another becomes that, the present one
 * is it no more. Answers the audit lines of what changed beside it.
 */
export async function settleBeside(
  scope: ConnectorScope,
  connector: Connector,
): Promise<readonly AuditLine[]> {
  const all = await scope.tx.connectors.list(scope.ask.accountId)
  const others = all.filter((other) => other.connector.id !== connector.id)
  const fault = issuerFault(
    connector,
    others.map((other) => other.connector),
  )
  if (fault !== undefined) {
    const fields = [fault]
    throw new DomainError('validation_failed', 'Another connector has this issuer.', { fields })
  }
  if (!connector.configuration.preferred) return []
  const lines: AuditLine[] = []
  for (const { connector: other, sealedSecret } of others) {
    if (!other.configuration.preferred) continue
    const configuration = { ...other.configuration, preferred: false }
    const after = { ...other, configuration, updatedAt: scope.now, revision: scope.next }
    lines.push(...(await keepChanged(scope, other, { connector: after, sealedSecret })))
  }
  return lines
}

/** What is compared; a connector that is about to be added may have no id yet. */
export type NamedConnector = Pick<Connector, 'name' | 'type' | 'configuration'> & {
  readonly id?: number | undefined
}

/** What is wrong with its issuer beside those of others. */
export function issuerFault(
  connector: NamedConnector,
  others: readonly NamedConnector[],
): string | undefined {
  const { issuer, sharesIdentity } = connector.configuration
  if (!isBrandConnector(connector)) return undefined
  const alike = others.filter(
    (other) => isBrandConnector(other) && other.configuration.issuer === issuer,
  )
  const unwilling = alike.find((other) => !other.configuration.sharesIdentity)
  if (alike.length === 0 || (sharesIdentity && unwilling === undefined)) return undefined
  const named = unwilling ?? alike[0]
  const which = [named?.id, `“${named?.name}”`].filter((part) => part !== undefined).join(' ')
  return `configuration.issuer: is that of connector ${which} too. If both name the same people, set sharesIdentity to true there, and here`
}
