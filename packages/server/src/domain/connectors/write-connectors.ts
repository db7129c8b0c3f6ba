import { type ConnectorInput, parseConnector } from '@watchword/protocol/api/connector.ts'
import { settleSecret } from '@watchword/protocol/api/connector-secret.ts'
import type { InputMode } from '@watchword/protocol/api/input-reader.ts'
import type { AuditLine } from '#domain/accounts/change-configuration.ts'
import { requireUnused } from '#domain/campaigns/uses-by-engagements.ts'
import { DomainError } from '#domain/errors.ts'
import { acceptBody } from '#domain/users/config-use-cases.ts'
import {
  type ChangedConnector,
  type ConnectorAsk,
  type ConnectorPorts,
  type ConnectorScope,
  type ConnectorTarget,
  changeConnectors,
  findLive,
  keepChanged,
  liveOf,
  mostConnectors,
  nameTaken,
} from './change-connectors.ts'
import type { Connector, StoredConnector } from './connector.ts'
import { auditOfConnector, lineOfSecret } from './connector-audit.ts'
import { openConnectorSecret, sealConnectorSecret } from './connector-secret.ts'
import { settleBeside } from './connectors-beside.ts'
import { destinationOf } from './destination-of.ts'
import { isForDelegationAlone } from './is-brand-connector.ts'

/** Adds a connector. `id`: kickstart may give one. */
export async function createConnector(
  ports: ConnectorPorts,
  ask: ConnectorAsk,
  sent: { readonly body: unknown; readonly revision?: number | undefined; readonly id?: number },
): Promise<ChangedConnector> {
  const input = await read(ports, sent.body, 'create', undefined)
  return changeConnectors(ports, ask, sent.revision, async (scope) => {
    const { tx, now, next } = scope
    if ((await tx.connectors.count(ask.accountId)) >= mostConnectors) {
      const message = `An account has at most ${mostConnectors} connectors.`
      throw new DomainError('limit_reached', message)
    }
    if (await tx.connectors.findByName(ask.accountId, input.name)) throw nameTaken()
    const { name, type, configuration } = input
    const about = { name, type, configuration, deleted: false, createdAt: now, updatedAt: now }
    const id = sent.id ?? (await unusedId(scope))
    const connector: Connector = { ...about, id, revision: next }
    const beside = await settleBeside(scope, connector)
    const sealedSecret = await sealNew(ports, scope, connector, input)
    const stored = { connector, sealedSecret }
    const outcome = await tx.connectors.insert(ask.accountId, stored)
    if (outcome === 'name_taken') throw nameTaken()
    if (outcome === 'exists') throw idTaken(id)
    return { stored, lines: [...auditOfConnector(undefined, connector), ...beside] }
  })
}

/** Ids that a kickstart file gave may lie in the way. */
async function unusedId({ tx, ask }: ConnectorScope): Promise<number> {
  for (;;) {
    const id = await tx.accounts.takeObjectIds(ask.accountId, 1)
    if ((await tx.connectors.find(ask.accountId, id)) === undefined) return id
  }
}

function idTaken(id: number): DomainError {
  const message = `A connector ${id} exists or existed.`
  return new DomainError('name_taken', message, { fields: ['id: is taken'] })
}

/**
 * Replaces a connector, whole: what the body leaves out is set to its default, but for the secret, which stays
 * (contract, our decisions).
 */
export async function updateConnector(
  ports: ConnectorPorts,
  ask: ConnectorAsk,
  target: ConnectorTarget & { readonly body: unknown },
): Promise<ChangedConnector> {
  const { id, body } = target
  const seen = liveOf(await ports.storage.read.connectors.find(ask.accountId, id))
  const input = await read(ports, body, 'update', await keptSecret(ports, ask, seen))
  if (input.id !== undefined && input.id !== id) {
    throw new DomainError('validation_failed', 'The body names another object than the path.', {
      fields: ['id: must be the id in the path, or be left out'],
    })
  }
  return changeConnectors(ports, ask, target.revision, async (scope) => {
    const before = await findLive(scope, id)
    checkType(before.connector, input)
    checkSecretStays(before, input)
    const { name, type, configuration } = input
    const changed = { ...before.connector, name, type, configuration }
    if (isForDelegationAlone(changed) && !isForDelegationAlone(before.connector)) {
      await requireUnused(scope, id)
    }
    const beside = await settleBeside(scope, changed)
    const secret = await settle(ports, scope, before, input)
    const lines = [...auditOfConnector(before.connector, changed), ...secret.lines, ...beside]
    if (lines.length === 0) return { stored: before, lines }
    const connector = { ...changed, updatedAt: scope.now, revision: scope.next }
    const stored = { connector, sealedSecret: secret.sealedSecret }
    await keepChanged(scope, before.connector, stored)
    return { stored, lines }
  })
}

/**
 * Deletes a connector that no engagement uses. It stays without its secret, so that its id is not used again; its name
 * is free.
 */
export function deleteConnector(
  ports: ConnectorPorts,
  ask: ConnectorAsk,
  { id, revision }: ConnectorTarget,
): Promise<ChangedConnector> {
  return changeConnectors(ports, ask, revision, async (scope) => {
    const { connector: before } = await findLive(scope, id)
    await requireUnused(scope, id)
    const ended = { deleted: true, updatedAt: scope.now, revision: scope.next }
    const stored = { connector: { ...before, ...ended }, sealedSecret: undefined }
    return { stored, lines: await keepChanged(scope, before, stored) }
  })
}

async function read(
  { isExempt }: ConnectorPorts,
  body: unknown,
  mode: InputMode,
  kept: string | undefined,
): Promise<ConnectorInput> {
  return acceptBody(await parseConnector(body, { mode, keptSecret: kept, isExempt }))
}

async function keptSecret(
  { dataKeys }: ConnectorPorts,
  { accountId }: ConnectorAsk,
  { connector, sealedSecret }: StoredConnector,
): Promise<string | undefined> {
  const owner = { dataKeys, accountId, id: connector.id }
  return (await openConnectorSecret(owner, sealedSecret))?.reveal()
}

/** Engagements and consumers know it as the one or the other. */
function checkType(before: Connector, { type }: ConnectorInput): void {
  if ((before.type === 0) === (type === 0)) return
  throw new DomainError('validation_failed', 'A connector stays anonymous, or of the brand.', {
    fields: [`type: must ${before.type === 0 ? '' : 'not '}be 0: add another connector instead`],
  })
}

/**
 * A secret that nobody sends again stays with the server that it was given for: else whoever may change a connector,
 * and not read its secret, could have it sent to a server of their own. A private key is never sent; but what it signs
 * for the issuer, because metadata names the endpoint, is good at the issuer's true server.
 */
function checkSecretStays(
  { connector, sealedSecret }: StoredConnector,
  input: ConnectorInput,
): void {
  const { configuration: before } = connector
  const { configuration: after, secret } = input
  const isSent = after.tokenEndpointAuthMethod.startsWith('client_secret')
  const isForIssuer = after.tokenEndpoint === undefined
  if (sealedSecret === undefined || secret.kind !== 'keep' || !(isSent || isForIssuer)) return
  if (destinationOf(before) === destinationOf(after)) return
  throw new DomainError('validation_failed', 'The body is not valid; "fields" names every fault.', {
    fields: [
      'configuration.clientSecret: must be sent again, because it is to be sent to another server',
    ],
  })
}

function ownerIn({ dataKeys }: ConnectorPorts, { tx, ask }: ConnectorScope, id: number) {
  return { dataKeys, accountId: ask.accountId, id, accounts: tx.accounts }
}

async function sealNew(
  ports: ConnectorPorts,
  scope: ConnectorScope,
  { id }: Connector,
  input: ConnectorInput,
): Promise<string | undefined> {
  const secret = secretOf(input, undefined)
  return secret === undefined ? undefined : sealConnectorSecret(ownerIn(ports, scope, id), secret)
}

/** The secret as it is to be kept. Judged once more: it may have changed since the body was read. */
function secretOf(
  { type, configuration, secret }: ConnectorInput,
  kept: string | undefined,
): string | undefined {
  const settled = settleSecret(type, configuration.tokenEndpointAuthMethod, secret, kept)
  if (settled.ok) return settled.secret
  throw new DomainError('validation_failed', 'The body is not valid; "fields" names every fault.', {
    fields: [`configuration.clientSecret: ${settled.fault}`],
  })
}

type Settled = {
  readonly sealedSecret: string | undefined
  readonly lines: readonly AuditLine[]
}

async function settle(
  ports: ConnectorPorts,
  scope: ConnectorScope,
  { connector, sealedSecret }: StoredConnector,
  input: ConnectorInput,
): Promise<Settled> {
  const owner = ownerIn(ports, scope, connector.id)
  const kept = (await openConnectorSecret(owner, sealedSecret))?.reveal()
  const secret = secretOf(input, kept)
  if (secret === kept) return { sealedSecret, lines: [] }
  return {
    sealedSecret: secret === undefined ? undefined : await sealConnectorSecret(owner, secret),
    lines: [lineOfSecret(connector, secret !== undefined)],
  }
}
