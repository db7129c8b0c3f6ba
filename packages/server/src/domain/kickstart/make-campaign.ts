import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { CampaignAsk } from '#domain/campaigns/change-campaigns.ts'
import { createCampaign } from '#domain/campaigns/write-campaigns.ts'
import { createEngagement } from '#domain/campaigns/write-engagements.ts'
import { DomainError } from '#domain/errors.ts'
import { KickstartError } from './kickstart-error.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import {
  campaignIdOf,
  engagementIdOf,
  findCampaign,
  type PlannedCampaign,
  type PlannedEngagement,
} from './plan-campaigns.ts'

/** A campaign to which a kickstart file has added something. */
export type CreatedCampaign = {
  readonly accountId: AccountId
  readonly id: number
  readonly name: string
  /** Whether the campaign itself is new. */
  readonly isNew: boolean
  readonly engagements: readonly { readonly id: number; readonly name: string }[]
}

/** Adds a campaign of the file and what is in it, as far as neither exists or existed. `undefined`: nothing was added. */
export async function makeCampaign(
  ports: KickstartPorts,
  accountId: AccountId,
  planned: PlannedCampaign,
  authority: Pick<CampaignAsk, 'actor' | 'requestId'>,
): Promise<CreatedCampaign | undefined> {
  const { actor, requestId } = authority
  const ask = { accountId, actor, requestId, mayPublish: true }
  const added = planned.existing === undefined ? await add(ports, ask, planned) : undefined
  // Another process may have been faster; then it is there now, and perhaps already gone again.
  const campaign = added ?? (await findCampaign(ports, accountId, planned.entry))
  if (campaign === undefined || campaign.deleted) return undefined
  const { id, name } = campaign
  const engagements: { id: number; name: string }[] = []
  for (const engagement of planned.engagements) {
    const created = await addEngagement(ports, ask, id, engagement)
    if (created !== undefined) engagements.push(created)
  }
  const isNew = added !== undefined
  return isNew || engagements.length > 0 ? { accountId, id, name, isNew, engagements } : undefined
}

async function add(ports: KickstartPorts, ask: CampaignAsk, { place, entry }: PlannedCampaign) {
  const id = await campaignIdOf(ports, ask.accountId, entry)
  return unlessKnown(place, async () => {
    const { campaign } = await createCampaign(ports, ask, { body: entry.body, id })
    return campaign
  })
}

async function addEngagement(
  ports: KickstartPorts,
  ask: CampaignAsk,
  campaignId: number,
  { place, entry }: PlannedEngagement,
) {
  const id = await engagementIdOf(ports, ask.accountId, campaignId, entry)
  return unlessKnown(place, async () => {
    const sent = { body: entry.body, id }
    const { engagement } = await createEngagement(ports, ask, campaignId, sent)
    return { id: engagement.id, name: engagement.name }
  })
}

/** `undefined`: there is, or was, one of that id or name. */
async function unlessKnown<T>(place: string, make: () => Promise<T>): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'name_taken') return undefined
    const { fields = [error.message] } = error.details
    throw new KickstartError(fields.map((field) => `${place}${field}`))
  }
}
