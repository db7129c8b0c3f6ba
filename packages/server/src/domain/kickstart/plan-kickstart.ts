import { type AccountId, parseAccountId } from '@watchword/protocol/api/account-id.ts'
import type { Kickstart, KickstartAccount } from '@watchword/protocol/api/kickstart.ts'
import type { Account } from '#domain/accounts/account.ts'
import { draftAccount, type NewAccount } from '#domain/accounts/create-account.ts'
import { settingsFaults } from '#domain/accounts/merge-settings.ts'
import type { StoredSettings } from '#domain/accounts/settings.ts'
import { KickstartError } from './kickstart-error.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import { type PlannedApiKey, planApiKeys } from './plan-api-keys.ts'
import { type PlannedApplication, planApplications } from './plan-applications.ts'
import { type PlannedCampaign, planCampaigns } from './plan-campaigns.ts'
import { type PlannedConnector, planConnectors } from './plan-connectors.ts'
import { type PlannedUser, planUsers } from './plan-users.ts'

/** An account of the file, and what of it is to be made. */
export type PlannedAccount = {
  readonly given: NewAccount & { readonly id: AccountId }
  /** The account as it is, or as it would be. */
  readonly account: Account
  readonly exists: boolean
  readonly made: false
  readonly users: readonly PlannedUser[]
  readonly apiKeys: readonly PlannedApiKey[]
  readonly applications: readonly PlannedApplication[]
  readonly connectors: readonly PlannedConnector[]
  readonly campaigns: readonly PlannedCampaign[]
}

/**
 * Compares a kickstart file with what there is, and checks all that is missing as the APIs would. Nothing
 * is written. Throws a `KickstartError` with every fault. What exists or existed is not looked at: an
 * account that was erased, or a user who was deleted, is not made again.
 */
export async function planKickstart(
  ports: KickstartPorts,
  { accounts }: Kickstart,
): Promise<readonly PlannedAccount[]> {
  const faults: string[] = []
  const planned: PlannedAccount[] = []
  for (const [index, entry] of accounts.entries()) {
    const account = await planAccount(ports, entry, `accounts[${index}].`, faults)
    if (account !== undefined) planned.push(account)
  }
  if (faults.length > 0) throw new KickstartError(faults)
  return planned
}

async function planAccount(
  ports: KickstartPorts,
  entry: KickstartAccount,
  place: string,
  faults: string[],
): Promise<PlannedAccount | undefined> {
  const { accounts } = ports.storage.read
  const given = givenAccount(entry)
  const existing = await accounts.find(given.id)
  if (existing === undefined && (await accounts.wasErased(given.id))) return undefined
  const exists = existing !== undefined
  if (!exists) faults.push(...faultsOfSettings(given.settings ?? {}, place))
  const account = existing ?? draftAccount(ports, given)
  const source = { account, exists, place }
  const apiKeys = await planApiKeys(ports, source, entry.apiKeys ?? [], faults)
  const applications = await planApplications(ports, source, entry.applications ?? [], faults)
  const connectors = await planConnectors(ports, source, entry.connectors ?? [], faults)
  const campaigns = await planCampaigns(
    ports,
    { ...source, plannedConnectors: connectors },
    entry.campaigns ?? [],
    faults,
  )
  const plannedKeyIds = [
    ...apiKeys.flatMap(({ entry: { keyId } }) => keyId ?? []),
    ...applications.flatMap(({ entry: { client_id: clientId } }) => clientId ?? []),
  ]
  const users = await planUsers(ports, { ...source, plannedKeyIds }, entry.users ?? [], faults)
  const planned = { users, apiKeys, applications, connectors, campaigns }
  return { given, account, exists, made: false, ...planned }
}

function givenAccount(entry: KickstartAccount): NewAccount & { readonly id: AccountId } {
  const { name, zone, settings } = entry
  const id = parseAccountId(entry.id)
  if (id === undefined) throw new Error('The file was read, so its ids are account ids.')
  return { id, name, ...(zone ? { zone } : {}), ...(settings ? { settings } : {}) }
}

/** The rules that the settings API has beyond the form of a value. */
function faultsOfSettings(settings: StoredSettings, place: string): readonly string[] {
  const { accessRestrictions, timeZone } = settings
  const faults = settingsFaults({
    ...(accessRestrictions && { accessRestrictions: { set: accessRestrictions, reset: [] } }),
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  return faults.map((fault) => `${place}settings.${fault}`)
}
