import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { DomainError } from '#domain/errors.ts'
import type { Storage } from '#storage/port.ts'
import type { Campaign } from './campaign.ts'
import { type EngagementPath, noSuchCampaign, noSuchEngagement } from './change-campaigns.ts'
import type { Engagement } from './engagement.ts'
import type { ShownEngagement } from './write-engagements.ts'

type ReadPorts = { readonly storage: Pick<Storage, 'read'> }

/** A campaign and what is in it. */
export type ShownCampaign = {
  readonly campaign: Campaign
  readonly engagementIds: readonly number[]
}

/** What is read, as of a revision of the account's configuration: it may be newer than that, never older. */
export type AsOf<T> = { readonly found: readonly T[]; readonly revision: number }

/** The live campaigns of an account, by id. */
export async function listCampaigns(
  ports: ReadPorts,
  accountId: AccountId,
): Promise<AsOf<ShownCampaign>> {
  const { read } = ports.storage
  const revision = await revisionOf(ports, accountId)
  const campaigns = await read.campaigns.list(accountId)
  const places = Map.groupBy(await read.engagements.places(accountId), (one) => one.campaignId)
  const found = campaigns.map((campaign) => ({
    campaign,
    engagementIds: (places.get(campaign.id) ?? []).map(({ id }) => id),
  }))
  return { found, revision }
}

/** One of them. */
export async function findCampaign(
  ports: ReadPorts,
  accountId: AccountId,
  id: number,
): Promise<AsOf<ShownCampaign>> {
  const revision = await revisionOf(ports, accountId)
  const campaign = await liveCampaign(ports, accountId, id)
  const places = await ports.storage.read.engagements.places(accountId)
  const engagementIds = places.filter((one) => one.campaignId === id).map((one) => one.id)
  return { found: [{ campaign, engagementIds }], revision }
}

/** The live engagements of a campaign, by id. */
export async function listEngagements(
  ports: ReadPorts,
  accountId: AccountId,
  campaignId: number,
): Promise<AsOf<ShownEngagement>> {
  const revision = await revisionOf(ports, accountId)
  await liveCampaign(ports, accountId, campaignId)
  const engagements = await ports.storage.read.engagements.list(accountId, campaignId)
  return { found: await withSkills(ports, accountId, engagements), revision }
}

/** One of them. */
export async function findEngagement(
  ports: ReadPorts,
  accountId: AccountId,
  { campaignId, id }: EngagementPath,
): Promise<AsOf<ShownEngagement>> {
  const revision = await revisionOf(ports, accountId)
  await liveCampaign(ports, accountId, campaignId)
  const engagement = await ports.storage.read.engagements.find(accountId, id)
  if (engagement?.campaignId !== campaignId || engagement.deleted) throw noSuchEngagement()
  return { found: await withSkills(ports, accountId, [engagement]), revision }
}

async function withSkills(
  { storage }: ReadPorts,
  accountId: AccountId,
  engagements: readonly Engagement[],
): Promise<readonly ShownEngagement[]> {
  const ids = [...new Set(engagements.flatMap(({ skillId }) => skillId ?? []))]
  const skills = ids.length === 0 ? [] : await storage.read.skills.findMany(accountId, ids)
  const names = new Map(skills.map(({ id, name }) => [id, name]))
  return engagements.map((engagement) => {
    const { skillId } = engagement
    return { engagement, skillName: skillId === undefined ? undefined : names.get(skillId) }
  })
}

async function liveCampaign(
  { storage }: ReadPorts,
  accountId: AccountId,
  id: number,
): Promise<Campaign> {
  const campaign = await storage.read.campaigns.find(accountId, id)
  if (campaign === undefined || campaign.deleted) throw noSuchCampaign()
  return campaign
}

async function revisionOf({ storage }: ReadPorts, accountId: AccountId): Promise<number> {
  const revision = await storage.read.accounts.revision(accountId)
  if (revision === undefined) throw new DomainError('not_found', 'There is no such account.')
  return revision
}
