import {
  type AuditLine,
  type ConfigurationAsk,
  type ConfigurationPorts,
  type ConfigurationScope,
  changeConfiguration,
} from '#domain/accounts/change-configuration.ts'
import { DomainError } from '#domain/errors.ts'
import type { Storage } from '#storage/port.ts'
import type { Connector, StoredConnector } from './connector.ts'
import { auditOfConnector } from './connector-audit.ts'

/** The most connectors of an account. */
export const mostConnectors = 100

export type ConnectorPorts = ConfigurationPorts & {
  readonly storage: Pick<Storage, 'read' | 'write'>
  /** Addresses that the operator excepts from https and its port. */
  readonly isExempt: (url: URL) => boolean
}

/** Who changes connectors of which account. */
export type ConnectorAsk = ConfigurationAsk

/** Which connector, as of which revision of the account's configuration; `undefined`: whatever it is now. */
export type ConnectorTarget = { readonly id: number; readonly revision: number | undefined }

/** A connector as it is now, with the revision of the account's configuration. */
export type ChangedConnector = { readonly stored: StoredConnector; readonly revision: number }

/** What a change works on while it holds the account. */
export type ConnectorScope = ConfigurationScope

/** What was written, and what the audit trail is told of it. `stored` is what the caller asked about. */
export type ConnectorChange = {
  readonly stored: StoredConnector
  readonly lines: readonly AuditLine[]
}

/** Changes connectors under the lock of their account, as one revision of its configuration, and audits it. */
export async function changeConnectors(
  ports: ConnectorPorts,
  ask: ConnectorAsk,
  revision: number | undefined,
  change: (scope: ConnectorScope) => Promise<ConnectorChange>,
): Promise<ChangedConnector> {
  const changed = await changeConfiguration(ports, ask, revision, async (scope) => {
    const { stored, lines } = await change(scope)
    return { made: stored, lines }
  })
  return { stored: changed.made, revision: changed.revision }
}

/** The live connector of that id. */
export async function findLive(
  { tx, ask }: Pick<ConnectorScope, 'tx' | 'ask'>,
  id: number,
): Promise<StoredConnector> {
  return liveOf(await tx.connectors.find(ask.accountId, id))
}

/** What was found, if it is there and was not deleted; refuses else. */
export function liveOf(stored: StoredConnector | undefined): StoredConnector {
  if (stored === undefined || stored.connector.deleted) throw noSuchConnector()
  return stored
}

/** Replaces one; answers its audit lines. */
export async function keepChanged(
  { tx, ask }: ConnectorScope,
  before: Connector,
  after: StoredConnector,
): Promise<readonly AuditLine[]> {
  const outcome = await tx.connectors.update(ask.accountId, after)
  if (outcome === 'name_taken') throw nameTaken()
  if (outcome === 'not_found') throw new Error('A connector that is held has disappeared.')
  return auditOfConnector(before, after.connector)
}

/** The answer to a connector of nobody, of another account, or one that was deleted. */
export function noSuchConnector(): DomainError {
  return new DomainError('not_found', 'There is no such connector.')
}

export function nameTaken(): DomainError {
  return new DomainError(
    'name_taken',
    'Another connector of this account has this name. Choose a different one.',
    { fields: ['name: is taken'] },
  )
}
