import { createHmac } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { KickstartApplication } from '@watchword/protocol/api/kickstart-application.ts'
import { mostApplications } from '#domain/applications/change-application.ts'
import { nameKey } from '#lib/name-key.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import type { UsersSource } from './references.ts'

/** An application of the file that neither exists nor ever did. */
export type PlannedApplication = { readonly place: string; readonly entry: KickstartApplication }

/** Finds those applications of an account that are to be installed. Their manifests were read with the file. */
export async function planApplications(
  ports: KickstartPorts,
  { account, exists, place }: Pick<UsersSource, 'account' | 'exists' | 'place'>,
  entries: readonly KickstartApplication[],
  faults: string[],
): Promise<readonly PlannedApplication[]> {
  const { applications } = ports.storage.read
  const planned: PlannedApplication[] = []
  for (const [index, entry] of entries.entries()) {
    if (exists && (await isKnown(ports, account.id, entry))) continue
    planned.push({ place: `${place}applications[${index}].`, entry })
  }
  if (planned.length === 0) return []
  const present = exists ? await applications.count(account.id) : 0
  if (present + planned.length > mostApplications) {
    faults.push(
      `${place}applications: an account has at most ${mostApplications}, and this has ${present}`,
    )
  }
  return planned
}

async function isKnown(
  ports: KickstartPorts,
  accountId: AccountId,
  entry: KickstartApplication,
): Promise<boolean> {
  const { applications } = ports.storage.read
  if ((await applications.findByName(accountId, entry.client_name)) !== undefined) return true
  const id = await clientIdOf(ports, accountId, entry)
  return (await applications.find(accountId, id)) !== undefined
}

/**
 * The client id of an application of the file. One that is not given follows from its name, so that the same entry
 * is the same application at every start and in every process, also once it was renamed or uninstalled.
 */
export async function clientIdOf(
  { dataKeys }: Pick<KickstartPorts, 'dataKeys'>,
  accountId: AccountId,
  { client_id: given, client_name: name }: KickstartApplication,
): Promise<string> {
  if (given !== undefined) return given
  const { bytes } = await dataKeys.derive(accountId, 'kickstart-applications')
  const hex = createHmac('sha256', bytes).update(nameKey(name)).digest('hex')
  // A UUID of one's own making (RFC 9562 section 5.8): version 8, variant 10.
  const variant = 'ab89'[Number.parseInt(hex.charAt(15), 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(12, 15)}-${variant}${hex.slice(16, 19)}-${hex.slice(19, 31)}`
}
