import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { parseConnector } from '@watchword/protocol/api/connector.ts'
import type { DataKeys } from '#domain/sealing/data-keys.ts'
import type { Clock } from '#lib/clock.ts'
import { Secret } from '#lib/secret.ts'
import type { Storage } from '#storage/port.ts'
import { liveOf } from './change-connectors.ts'
import { checkAnswers } from './check-answers.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkPastedKeys } from './check-keys.ts'
import type { Connector, StoredConnector } from './connector.ts'
import { openConnectorSecret } from './connector-secret.ts'
import { type Finding, fault, warning } from './finding.ts'
import type { IdentityProviders } from './identity-providers.ts'
import { isBrandConnector } from './is-brand-connector.ts'

export type CheckPorts = {
  readonly storage: { readonly read: Pick<Storage['read'], 'connectors'> }
  readonly dataKeys: DataKeys
  readonly identityProviders: Pick<IdentityProviders, 'probe'>
  readonly clock: Clock
  /** Addresses that the operator excepts from https and its port. */
  readonly isExempt: (url: URL) => boolean
}

/** Looks at a connector that is kept, and asks everything that it names. */
export async function checkSavedConnector(
  ports: CheckPorts,
  accountId: AccountId,
  id: number,
): Promise<readonly Finding[]> {
  const { connector, sealedSecret } = await findLive(ports, accountId, id)
  const owner = { dataKeys: ports.dataKeys, accountId, id }
  const secret = await openConnectorSecret(owner, sealedSecret)
  return check(ports, { accountId, connector, secret })
}

/**
 * The same for one that is about to be saved: nothing is kept of it. With the `id` of a connector, the secret that is
 * kept of it counts as given, but is sent nowhere else than where it goes already.
 */
export async function checkConnectorDraft(
  ports: CheckPorts,
  accountId: AccountId,
  body: unknown,
): Promise<readonly Finding[]> {
  const id = idOf(body)
  const saved = id === undefined ? undefined : await findLive(ports, accountId, id)
  const owner = { dataKeys: ports.dataKeys, accountId, id: id ?? 0 }
  const kept = await openConnectorSecret(owner, saved?.sealedSecret)
  const read = await parseConnector(body, {
    mode: saved === undefined ? 'create' : 'update',
    keptSecret: kept?.reveal(),
    isExempt: ports.isExempt,
  })
  if (!read.ok) {
    return read.faults.map(({ path, reason }) =>
      fault('configuration', `${path === '' ? 'The body' : path} ${reason}.`, {
        value: path === '' ? undefined : path,
        advice: 'It would not be saved like this.',
      }),
    )
  }
  const { name, type, configuration, secret: change } = read.value
  const about = { deleted: false, createdAt: 0, updatedAt: 0, revision: 0 }
  const connector = { ...about, id: id ?? 0, name, type, configuration }
  const staysThere = saved !== undefined && isSentToTheSame(saved.connector, connector)
  const secret =
    change.kind === 'replace' ? new Secret(change.value) : staysThere ? kept : undefined
  return check(ports, { accountId, connector, secret })
}

/** Whether a secret would go where it goes already. Else whoever may check could have it sent to themselves. */
function isSentToTheSame(saved: Connector, draft: Connector): boolean {
  const [now, then] = [saved.configuration, draft.configuration]
  return (
    now.tokenEndpoint === then.tokenEndpoint &&
    now.discoveryEndpoint === then.discoveryEndpoint &&
    now.jwtValidationType === then.jwtValidationType &&
    now.tokenEndpointAuthMethod === then.tokenEndpointAuthMethod
  )
}

async function findLive(
  { storage }: CheckPorts,
  accountId: AccountId,
  id: number,
): Promise<StoredConnector> {
  return liveOf(await storage.read.connectors.find(accountId, id))
}

function idOf(body: unknown): number | undefined {
  const id = typeof body === 'object' && body !== null ? Reflect.get(body, 'id') : undefined
  return Number.isSafeInteger(id) ? Number(id) : undefined
}

type Checked = {
  readonly accountId: AccountId
  readonly connector: Connector
  readonly secret: Secret | undefined
}

async function check(ports: CheckPorts, checked: Checked): Promise<readonly Finding[]> {
  const { accountId, connector } = checked
  const { configuration } = connector
  const isPasted = configuration.jwtValidationType === 'PUBLIC_JWT_KEY'
  const of = checkConfiguration(accountId, connector)
  if (!isBrandConnector(connector)) return of
  const probe = await ports.identityProviders.probe(checked)
  return [
    ...of,
    ...(await checkBeside(ports, accountId, connector)),
    ...(isPasted ? await checkPastedKeys(configuration) : []),
    ...(probe === undefined
      ? [
          warning('busy', 'Its servers were not asked: others are being asked.', {
            advice: 'Try again in a moment.',
          }),
        ]
      : checkAnswers(probe, configuration, ports.clock.now())),
  ]
}

/** What it would be beside the others of the account. */
async function checkBeside(
  { storage }: CheckPorts,
  accountId: AccountId,
  { id, configuration: { issuer, sharesIdentity, preferred } }: Connector,
): Promise<readonly Finding[]> {
  const others = (await storage.read.connectors.list(accountId))
    .map(({ connector }) => connector)
    .filter((other) => other.id !== id && isBrandConnector(other))
  const alike = others.filter(({ configuration }) => configuration.issuer === issuer)
  const unwilling = alike.some(({ configuration }) => !configuration.sharesIdentity)
  const isAmbiguous =
    others.length > 0 && !preferred && others.every(({ configuration }) => !configuration.preferred)
  return [
    ...(alike.length > 0 && (unwilling || !sharesIdentity)
      ? [
          fault(
            'shared_issuer',
            'Another connector has this issuer, and not both say that they name the same people.',
            {
              value: alike.map((other) => `${other.id} (${other.name})`).join(', '),
              advice: 'Set sharesIdentity on both, or take another issuer.',
            },
          ),
        ]
      : []),
    ...(isAmbiguous
      ? [
          warning(
            'preferred',
            'No connector is preferred: clients that name none (v1, "default") are refused (1024).',
            {
              advice: 'Set preferred on the one that they mean.',
            },
          ),
        ]
      : []),
  ]
}
