import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Kickstart } from '@watchword/protocol/api/kickstart.ts'
import type { Account } from '#domain/accounts/account.ts'
import { createAccount } from '#domain/accounts/create-account.ts'
import { DomainError } from '#domain/errors.ts'
import { type Operator, operatorAuthority } from '#domain/operators/operator.ts'
import { addUser } from '#domain/users/add-user.ts'
import { KickstartError } from './kickstart-error.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import { type CreatedApiKey, makeApiKey } from './make-api-key.ts'
import { type CreatedApplication, makeApplication } from './make-application.ts'
import { type CreatedCampaign, makeCampaign } from './make-campaign.ts'
import { type CreatedConnector, makeConnector } from './make-connector.ts'
import { type PlannedAccount, planKickstart } from './plan-kickstart.ts'
import type { PlannedUser } from './plan-users.ts'

/** What applying a file has made. */
export type AppliedKickstart = {
  readonly accounts: readonly AccountId[]
  readonly users: readonly CreatedUser[]
  readonly apiKeys: readonly CreatedApiKey[]
  readonly applications: readonly CreatedApplication[]
  readonly connectors: readonly CreatedConnector[]
  readonly campaigns: readonly CreatedCampaign[]
}

export type CreatedUser = {
  readonly accountId: AccountId
  readonly loginName: string
  readonly profiles: readonly string[]
  /** Only if it was generated: this is the one time that it is told. */
  readonly password: string | undefined
}

const operator: Operator = { by: 'command' }

/**
 * Makes what a kickstart file names and what neither exists nor ever existed. It changes, re-enables and
 * revives nothing, so applying it again does nothing; several processes may apply it at once, and each
 * answers only what it has made itself. Everything is checked before anything is written.
 */
export async function applyKickstart(
  ports: KickstartPorts,
  kickstart: Kickstart,
): Promise<AppliedKickstart> {
  const accounts: AccountId[] = []
  const users: CreatedUser[] = []
  const apiKeys: CreatedApiKey[] = []
  const applications: CreatedApplication[] = []
  const connectors: CreatedConnector[] = []
  const campaigns: CreatedCampaign[] = []
  for (const planned of await planKickstart(ports, kickstart)) {
    const { account, made } = planned.exists ? planned : await makeAccount(ports, planned)
    if (account === undefined) continue
    if (made) accounts.push(account.id)
    // Before the users: bots name the key or the application that they log in with.
    for (const key of planned.apiKeys) {
      const created = await makeApiKey(ports, account.id, key, operatorAuthority(operator))
      if (created !== undefined) apiKeys.push(created)
    }
    for (const application of planned.applications) {
      const authority = operatorAuthority(operator)
      const created = await makeApplication(ports, account.id, application, authority)
      if (created !== undefined) applications.push(created)
    }
    for (const connector of planned.connectors) {
      const authority = operatorAuthority(operator)
      const created = await makeConnector(ports, account.id, connector, authority)
      if (created !== undefined) connectors.push(created)
    }
    for (const campaign of planned.campaigns) {
      const authority = operatorAuthority(operator)
      const created = await makeCampaign(ports, account.id, campaign, authority)
      if (created !== undefined) campaigns.push(created)
    }
    for (const user of planned.users) {
      if (await makeUser(ports, account, user)) users.push(createdUser(account, user))
    }
  }
  return { accounts, users, apiKeys, applications, connectors, campaigns }
}

type Outcome = { readonly account: Account | undefined; readonly made: boolean }

async function makeAccount(ports: KickstartPorts, { given }: PlannedAccount): Promise<Outcome> {
  try {
    return { account: await createAccount(ports, given, operator), made: true }
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'name_taken') throw error
    // Another process was faster; or an operator, who has already erased it again.
    return { account: await ports.storage.read.accounts.find(given.id), made: false }
  }
}

/** `false`: there is, or was, a user of that name. */
async function makeUser(
  ports: KickstartPorts,
  account: Account,
  { place, user, password }: PlannedUser,
): Promise<boolean> {
  const { profiles, ...values } = user
  const input = { ...values, password, profiles, onlyUnused: true }
  try {
    const added = await addUser(ports, account, input, operatorAuthority(operator))
    return typeof added === 'object'
  } catch (error) {
    const fields = error instanceof DomainError ? error.details.fields : undefined
    if (fields === undefined) throw error
    throw new KickstartError(fields.map((field) => `${place}${field}`))
  }
}

function createdUser(account: Account, planned: PlannedUser): CreatedUser {
  const { loginName, profiles } = planned.user
  const password = planned.isGenerated ? planned.password : undefined
  return { accountId: account.id, loginName, profiles, password }
}
