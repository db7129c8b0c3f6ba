import { type EngagementInput, parseEngagement } from '@watchword/protocol/api/engagement.ts'
import { DomainError } from '#domain/errors.ts'
import { acceptBody } from '#domain/users/config-use-cases.ts'
import type { Skill } from '#domain/users/skill.ts'
import { auditOfEngagement } from './campaign-audit.ts'
import {
  type CampaignAsk,
  type CampaignPorts,
  type CampaignScope,
  changeCampaigns,
  type EngagementPath,
  findLiveCampaign,
  findLiveEngagement,
  mostEngagements,
  mostInCampaign,
  requirePublishing,
  requireSameId,
  type SentBody,
  taken,
  unusedId,
} from './change-campaigns.ts'
import type { Engagement } from './engagement.ts'
import { settleEngagement } from './settle-engagement.ts'

/** An engagement, and what its skill is called. */
export type ShownEngagement = {
  readonly engagement: Engagement
  readonly skillName: string | undefined
}

/** With the revision of the account's configuration. */
export type ChangedEngagement = ShownEngagement & { readonly revision: number }

/** Adds an engagement to a campaign. */
export async function createEngagement(
  ports: CampaignPorts,
  ask: CampaignAsk,
  campaignId: number,
  sent: SentBody,
): Promise<ChangedEngagement> {
  const input = acceptBody(parseEngagement(sent.body, 'create'))
  const { made, revision } = await changeCampaigns(ports, ask, sent.revision, async (scope) => {
    const { tx, now } = scope
    requirePublishing(scope, await findLiveCampaign(scope, campaignId))
    await requireRoom(scope, campaignId)
    const { values, skillName } = await settle(scope, input)
    await requireFreeName(scope, campaignId, input.name)
    const id =
      sent.id ?? (await unusedId(scope, (each) => tx.engagements.find(ask.accountId, each)))
    const about = { campaignId, deleted: false, createdAt: now, updatedAt: now, revision: 1 }
    const engagement: Engagement = { ...values, ...about, id }
    const outcome = await tx.engagements.insert(ask.accountId, engagement)
    if (outcome === 'name_taken') throw nameTaken()
    if (outcome === 'exists') throw taken('id', 'engagement', 'account')
    const lines = auditOfEngagement(undefined, engagement)
    return { made: { engagement, skillName }, lines }
  })
  return { ...made, revision }
}

/** Replaces an engagement, whole: what the body leaves out is set to its default. */
export async function updateEngagement(
  ports: CampaignPorts,
  ask: CampaignAsk,
  path: EngagementPath,
  sent: Omit<SentBody, 'id'>,
): Promise<ChangedEngagement> {
  const input = acceptBody(parseEngagement(sent.body, 'update'))
  requireSameId(input.id, path.id)
  const { made, revision } = await changeCampaigns(ports, ask, sent.revision, async (scope) => {
    const campaign = await findLiveCampaign(scope, path.campaignId)
    const before = await findLiveEngagement(scope, path)
    requirePublishing(scope, campaign)
    const { values, skillName } = await settle(scope, input)
    await requireFreeName(scope, path.campaignId, input.name, path.id)
    const changed = { ...before, ...values }
    const lines = auditOfEngagement(before, changed)
    if (lines.length === 0) return { made: { engagement: before, skillName }, lines }
    const engagement = { ...changed, updatedAt: scope.now, revision: before.revision + 1 }
    await keep(scope, engagement)
    return { made: { engagement, skillName }, lines }
  })
  return { ...made, revision }
}

/** Deletes an engagement. It stays, so that its id is not used again; its name is free. */
export async function deleteEngagement(
  ports: CampaignPorts,
  ask: CampaignAsk,
  path: EngagementPath,
  seen: number | undefined,
): Promise<ChangedEngagement> {
  const { made, revision } = await changeCampaigns(ports, ask, seen, async (scope) => {
    const campaign = await findLiveCampaign(scope, path.campaignId)
    const before = await findLiveEngagement(scope, path)
    requirePublishing(scope, campaign)
    const ended = { deleted: true, updatedAt: scope.now, revision: before.revision + 1 }
    const engagement = { ...before, ...ended }
    await keep(scope, engagement)
    const skillName = (await skillOf(scope, before.skillId))?.name
    return { made: { engagement, skillName }, lines: auditOfEngagement(before, engagement) }
  })
  return { ...made, revision }
}

/** What the body makes, once what it refers to was found. */
async function settle(scope: CampaignScope, { id: _, ...input }: EngagementInput) {
  const { tx, ask } = scope
  const skill = await skillOf(scope, input.skillId)
  const connectors = (await tx.connectors.list(ask.accountId)).map(({ connector }) => connector)
  const references = { connectors, hasSkill: () => skill?.deleted === false }
  const result = settleEngagement({ ...input, id: undefined }, references)
  if (!result.ok) {
    throw new DomainError(
      'validation_failed',
      'The body is not valid; "fields" names every fault.',
      {
        fields: result.faults,
      },
    )
  }
  return { values: { ...input, ...result.settled }, skillName: skill?.name }
}

async function skillOf(
  { tx, ask }: CampaignScope,
  skillId: number | undefined,
): Promise<Skill | undefined> {
  return skillId === undefined ? undefined : tx.skills.find(ask.accountId, skillId)
}

async function requireRoom({ tx, ask }: CampaignScope, campaignId: number): Promise<void> {
  const places = await tx.engagements.places(ask.accountId)
  if (places.filter((place) => place.campaignId === campaignId).length >= mostInCampaign) {
    const message = `A campaign has at most ${mostInCampaign} engagements.`
    throw new DomainError('limit_reached', message)
  }
  if (places.length >= mostEngagements) {
    const message = `An account has at most ${mostEngagements} engagements.`
    throw new DomainError('limit_reached', message)
  }
}

async function requireFreeName(
  { tx, ask }: CampaignScope,
  campaignId: number,
  name: string,
  ownId?: number,
): Promise<void> {
  const other = await tx.engagements.findByName(ask.accountId, campaignId, name)
  if (other !== undefined && other.id !== ownId) throw nameTaken()
}

async function keep({ tx, ask }: CampaignScope, engagement: Engagement): Promise<void> {
  const outcome = await tx.engagements.update(ask.accountId, engagement)
  if (outcome === 'name_taken') throw nameTaken()
  if (outcome === 'not_found') throw new Error('An engagement that is held has disappeared.')
}

function nameTaken(): DomainError {
  return taken('name', 'engagement', 'campaign')
}
