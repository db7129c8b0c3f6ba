import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { DomainError } from '#domain/errors.ts'
import type { Storage } from '#storage/port.ts'
import { liveOf } from './change-connectors.ts'
import type { StoredConnector } from './connector.ts'

type ReadPorts = { readonly storage: Pick<Storage, 'read'> }

/** What is read, as of a revision of the account's configuration: it may be newer than that, never older. */
export type ReadConnectors = {
  readonly found: readonly StoredConnector[]
  readonly revision: number
}

/** The live connectors of an account, by id. */
export async function listConnectors(
  ports: ReadPorts,
  accountId: AccountId,
): Promise<ReadConnectors> {
  const revision = await revisionOf(ports, accountId)
  return { found: await ports.storage.read.connectors.list(accountId), revision }
}

/** One of them. */
export async function findConnector(
  ports: ReadPorts,
  accountId: AccountId,
  id: number,
): Promise<ReadConnectors & { readonly stored: StoredConnector }> {
  const revision = await revisionOf(ports, accountId)
  const stored = liveOf(await ports.storage.read.connectors.find(accountId, id))
  return { stored, found: [stored], revision }
}

async function revisionOf({ storage }: ReadPorts, accountId: AccountId): Promise<number> {
  const revision = await storage.read.accounts.revision(accountId)
  if (revision === undefined) throw new DomainError('not_found', 'There is no such account.')
  return revision
}
