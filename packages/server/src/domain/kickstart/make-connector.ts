import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ConnectorAsk } from '#domain/connectors/change-connectors.ts'
import { createConnector } from '#domain/connectors/write-connectors.ts'
import { DomainError } from '#domain/errors.ts'
import { KickstartError } from './kickstart-error.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import { connectorIdOf, type PlannedConnector } from './plan-connectors.ts'

/** A connector that a kickstart file has added. */
export type CreatedConnector = {
  readonly accountId: AccountId
  readonly id: number
  readonly name: string
  readonly clientId: string | undefined
  /** Only if it was generated: this is the one time that it is told. */
  readonly clientSecret: string | undefined
}

/** Adds a connector of the file. `undefined`: there is, or was, one of that id or name. */
export async function makeConnector(
  ports: KickstartPorts,
  accountId: AccountId,
  { place, entry, generatedSecret }: PlannedConnector,
  authority: Pick<ConnectorAsk, 'actor' | 'requestId'>,
): Promise<CreatedConnector | undefined> {
  const { actor, requestId } = authority
  const id = await connectorIdOf(ports, accountId, entry)
  try {
    const ask = { accountId, actor, requestId }
    const { stored } = await createConnector(ports, ask, { body: entry, id })
    const { name, configuration } = stored.connector
    const { clientId } = configuration
    return { accountId, id, name, clientId, clientSecret: generatedSecret }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'name_taken') return undefined
    const { fields = [error.message] } = error.details
    throw new KickstartError(fields.map((field) => `${place}${field}`))
  }
}
