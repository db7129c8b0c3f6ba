import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { parseEngagement } from '@watchword/protocol/api/engagement.ts'
import type {
  KickstartCampaign,
  KickstartEngagement,
} from '@watchword/protocol/api/kickstart-campaign.ts'
import type { Campaign } from '#domain/campaigns/campaign.ts'
import {
  mostCampaigns,
  mostEngagements,
  mostInCampaign,
} from '#domain/campaigns/change-campaigns.ts'
import {
  type EngagementReferences,
  type KnownConnector,
  settleEngagement,
} from '#domain/campaigns/settle-engagement.ts'
import { nameKey } from '#lib/name-key.ts'
import { derivedId } from './derived-id.ts'
import type { KickstartPorts } from './kickstart-ports.ts'
import type { PlannedConnector } from './plan-connectors.ts'
import type { UsersSource } from './references.ts'

/** An engagement of the file that neither exists nor ever did. */
export type PlannedEngagement = { readonly place: string; readonly entry: KickstartEngagement }

/** A campaign of the file that is to be added, or that lacks engagements. */
export type PlannedCampaign = {
  readonly place: string
  readonly entry: KickstartCampaign
  /** Set if it exists: only engagements are added to it. */
  readonly existing: Campaign | undefined
  readonly engagements: readonly PlannedEngagement[]
}

/** The account that campaigns belong to, with the connectors of the file that are to be added to it. */
export type CampaignSource = Pick<UsersSource, 'account' | 'exists' | 'place'> & {
  readonly plannedConnectors: readonly PlannedConnector[]
}

/** Finds what is to be added to campaigns, and checks it as the API would. */
export async function planCampaigns(
  ports: KickstartPorts,
  source: CampaignSource,
  entries: readonly KickstartCampaign[],
  faults: string[],
): Promise<readonly PlannedCampaign[]> {
  const planned: PlannedCampaign[] = []
  for (const [index, entry] of entries.entries()) {
    const campaign = await planCampaign(ports, source, entry, index)
    if (campaign !== undefined) planned.push(campaign)
  }
  if (planned.length === 0) return []
  await checkRoom(ports, source, planned, faults)
  const references = await loadReferences(ports, source, planned)
  for (const { place, entry } of planned.flatMap(({ engagements }) => engagements)) {
    const read = parseEngagement(entry.body, 'create')
    const settled = read.ok ? settleEngagement(read.value, references) : undefined
    if (settled?.ok === false) faults.push(...settled.faults.map((fault) => `${place}${fault}`))
  }
  return planned
}

/** `undefined`: nothing of it is to be made. A campaign that was deleted stays so, with all that was in it. */
async function planCampaign(
  ports: KickstartPorts,
  { account, exists, place: before }: CampaignSource,
  entry: KickstartCampaign,
  index: number,
): Promise<PlannedCampaign | undefined> {
  const place = `${before}campaigns[${index}].`
  const existing = exists ? await findCampaign(ports, account.id, entry) : undefined
  if (existing?.deleted) return undefined
  const engagements: PlannedEngagement[] = []
  for (const [at, engagement] of entry.engagements.entries()) {
    if (existing && (await isKnown(ports, account.id, existing.id, engagement))) continue
    engagements.push({ place: `${place}engagements[${at}].`, entry: engagement })
  }
  if (existing !== undefined && engagements.length === 0) return undefined
  return { place, entry, existing, engagements }
}

/** The campaign that an entry of the file stands for, deleted or not. */
export async function findCampaign(
  ports: Pick<KickstartPorts, 'dataKeys' | 'storage'>,
  accountId: AccountId,
  entry: KickstartCampaign,
): Promise<Campaign | undefined> {
  const { campaigns } = ports.storage.read
  return (
    (await campaigns.findByName(accountId, entry.name)) ??
    campaigns.find(accountId, await campaignIdOf(ports, accountId, entry))
  )
}

async function isKnown(
  ports: KickstartPorts,
  accountId: AccountId,
  campaignId: number,
  entry: KickstartEngagement,
): Promise<boolean> {
  const { engagements } = ports.storage.read
  if (await engagements.findByName(accountId, campaignId, entry.name)) return true
  const id = await engagementIdOf(ports, accountId, campaignId, entry)
  return (await engagements.find(accountId, id)) !== undefined
}

async function checkRoom(
  { storage }: KickstartPorts,
  { account, exists, place }: CampaignSource,
  planned: readonly PlannedCampaign[],
  faults: string[],
): Promise<void> {
  const { campaigns, engagements } = storage.read
  const present = exists ? await campaigns.count(account.id) : 0
  if (present + planned.filter(({ existing }) => !existing).length > mostCampaigns) {
    faults.push(
      `${place}campaigns: an account has at most ${mostCampaigns}, and this has ${present}`,
    )
  }
  const places = exists ? await engagements.places(account.id) : []
  const added = planned.reduce((sum, campaign) => sum + campaign.engagements.length, 0)
  if (places.length + added > mostEngagements) {
    faults.push(
      `${place}campaigns: an account has at most ${mostEngagements} engagements, and this has ${places.length}`,
    )
  }
  for (const { place: at, existing, engagements: more } of planned) {
    const within = places.filter(({ campaignId }) => campaignId === existing?.id).length
    if (within + more.length <= mostInCampaign) continue
    faults.push(
      `${at}engagements: a campaign has at most ${mostInCampaign}, and this has ${within}`,
    )
  }
}

/** What there is, what the file adds before, and what a new account begins with. */
async function loadReferences(
  { storage }: KickstartPorts,
  { account, exists, plannedConnectors }: CampaignSource,
  planned: readonly PlannedCampaign[],
): Promise<EngagementReferences> {
  const added = plannedConnectors.map(({ entry }): KnownConnector => {
    const { jwtPublicKey } = entry.configuration
    const configuration = { jwtPublicKey: jwtPublicKey ? String(jwtPublicKey) : undefined }
    return { id: entry.id, name: entry.name, type: entry.type, configuration }
  })
  if (!exists) return { connectors: [anonymousOfNewAccount, ...added], hasSkill: () => false }
  const live = (await storage.read.connectors.list(account.id)).map(({ connector }) => connector)
  const skillIds = planned.flatMap(({ engagements }) =>
    engagements.flatMap(({ entry }) => {
      const read = parseEngagement(entry.body, 'create')
      return read.ok ? (read.value.skillId ?? []) : []
    }),
  )
  const skills = await storage.read.skills.findMany(account.id, [...new Set(skillIds)])
  const liveSkills = new Set(skills.filter(({ deleted }) => !deleted).map(({ id }) => id))
  return { connectors: [...live, ...added], hasSkill: (id) => liveSkills.has(id) }
}

const anonymousOfNewAccount: KnownConnector = {
  name: 'Anonymous consumers',
  type: 0,
  configuration: { jwtPublicKey: undefined },
}

/** The id of a campaign of the file: one that is not given follows from its name. */
export async function campaignIdOf(
  ports: Pick<KickstartPorts, 'dataKeys'>,
  accountId: AccountId,
  { id, name }: KickstartCampaign,
): Promise<number> {
  return id ?? derivedId(ports, accountId, 'kickstart-campaigns', `campaign ${nameKey(name)}`)
}

/** The id of an engagement of the file: one that is not given follows from its name and its campaign. */
export async function engagementIdOf(
  ports: Pick<KickstartPorts, 'dataKeys'>,
  accountId: AccountId,
  campaignId: number,
  { id, name }: KickstartEngagement,
): Promise<number> {
  const text = `engagement ${campaignId} ${nameKey(name)}`
  return id ?? derivedId(ports, accountId, 'kickstart-campaigns', text)
}
