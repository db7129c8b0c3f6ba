import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { parseConnector } from '@watchword/protocol/api/connector.ts'
import type { KickstartConnector } from '@watchword/protocol/api/kickstart-connector.ts'
import { mostConnectors } from '#domain/connectors/change-connectors.ts'
import { issuerFault, type NamedConnector } from '#domain/connectors/connectors-beside.ts'
import { nameKey } from '#lib/name-key.ts'
import { randomBase32Hex } from '#lib/random.ts'
import { derivedId } from './derived-id.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import type { UsersSource } from './references.ts'

/** A connector of the file that neither exists nor ever did. */
export type PlannedConnector = {
  readonly place: string
  readonly entry: KickstartConnector
  /** Set if it was generated: the file asks for a method that needs one, and gives none. */
  readonly generatedSecret: string | undefined
}

/** Finds those connectors of an account that are to be added, and checks them as the API would. */
export async function planConnectors(
  ports: KickstartPorts,
  { account, exists, place }: Pick<UsersSource, 'account' | 'exists' | 'place'>,
  entries: readonly KickstartConnector[],
  faults: string[],
): Promise<readonly PlannedConnector[]> {
  const planned: PlannedConnector[] = []
  for (const [index, entry] of entries.entries()) {
    if (exists && (await isKnown(ports, account.id, entry))) continue
    planned.push(withSecret(`${place}connectors[${index}].`, entry))
  }
  if (planned.length === 0) return []
  const live = exists ? await ports.storage.read.connectors.list(account.id) : []
  // A new account begins with the one for anonymous consumers.
  const present = exists ? live.length : 1
  if (present + planned.length > mostConnectors) {
    faults.push(
      `${place}connectors: an account has at most ${mostConnectors}, and this has ${present}`,
    )
  }
  const read = await readAll(ports, planned, faults)
  const before = live.map(({ connector }) => connector)
  for (const [index, one] of read.entries()) {
    const fault = issuerFault(one, [...before, ...read.toSpliced(index, 1)])
    if (fault !== undefined) faults.push(`${one.place}${fault}`)
  }
  const [, ...others] = read.filter(({ configuration }) => configuration.preferred)
  for (const other of others) {
    faults.push(`${other.place}configuration.preferred: one connector is preferred at most`)
  }
  return planned
}

async function readAll(
  { isExempt }: KickstartPorts,
  planned: readonly PlannedConnector[],
  faults: string[],
): Promise<readonly (NamedConnector & { readonly place: string })[]> {
  const options = { mode: 'create', keptSecret: undefined, isExempt } as const
  const read: (NamedConnector & { readonly place: string })[] = []
  for (const { place, entry } of planned) {
    const result = await parseConnector(entry, options)
    if (result.ok) read.push({ ...result.value, place })
    else faults.push(...result.faults.map(({ path, reason }) => `${place}${path}: ${reason}`))
  }
  return read
}

function withSecret(place: string, entry: KickstartConnector): PlannedConnector {
  const { tokenEndpointAuthMethod: method, clientSecret } = entry.configuration
  const needsOne = method === 'client_secret_basic' || method === 'client_secret_post'
  if (!needsOne || (clientSecret ?? '') !== '') return { place, entry, generatedSecret: undefined }
  const generatedSecret = randomBase32Hex(32)
  const configuration = { ...entry.configuration, clientSecret: generatedSecret }
  return { place, entry: { ...entry, configuration }, generatedSecret }
}

async function isKnown(
  ports: KickstartPorts,
  accountId: AccountId,
  entry: KickstartConnector,
): Promise<boolean> {
  const { connectors } = ports.storage.read
  if ((await connectors.findByName(accountId, entry.name)) !== undefined) return true
  const id = await connectorIdOf(ports, accountId, entry)
  return (await connectors.find(accountId, id)) !== undefined
}

/** The id of a connector of the file: one that is not given follows from its name. */
export async function connectorIdOf(
  ports: Pick<KickstartPorts, 'dataKeys'>,
  accountId: AccountId,
  { id, name }: KickstartConnector,
): Promise<number> {
  return id ?? derivedId(ports, accountId, 'kickstart-connectors', nameKey(name))
}
