import { type CampaignInput, parseCampaign } from '@watchword/protocol/api/campaign.ts'
import type { AuditLine } from '#domain/accounts/change-configuration.ts'
import { DomainError } from '#domain/errors.ts'
import { acceptBody } from '#domain/users/config-use-cases.ts'
import type { Campaign } from './campaign.ts'
import { auditOfCampaign, auditOfEngagement } from './campaign-audit.ts'
import {
  type CampaignAsk,
  type CampaignPorts,
  type CampaignScope,
  changeCampaigns,
  findLiveCampaign,
  mostCampaigns,
  requirePublishing,
  requireSameId,
  type SentBody,
  taken,
  unusedId,
} from './change-campaigns.ts'

/** A campaign with what is in it, and the revision of the account's configuration. */
export type ChangedCampaign = {
  readonly campaign: Campaign
  readonly engagementIds: readonly number[]
  readonly revision: number
}

/** Adds a campaign, with nothing in it. */
export async function createCampaign(
  ports: CampaignPorts,
  ask: CampaignAsk,
  sent: SentBody,
): Promise<ChangedCampaign> {
  const input = acceptBody(parseCampaign(sent.body, 'create'))
  const { made, revision } = await changeCampaigns(ports, ask, sent.revision, async (scope) => {
    const { tx, now, next } = scope
    requirePublishing(scope, input)
    if ((await tx.campaigns.count(ask.accountId)) >= mostCampaigns) {
      throw new DomainError('limit_reached', `An account has at most ${mostCampaigns} campaigns.`)
    }
    await requireFreeName(scope, input.name)
    const id = sent.id ?? (await unusedId(scope, (each) => tx.campaigns.find(ask.accountId, each)))
    const about = { deleted: false, createdAt: now, updatedAt: now, revision: next }
    const campaign: Campaign = { ...withoutId(input), ...about, id }
    const outcome = await tx.campaigns.insert(ask.accountId, campaign)
    if (outcome === 'name_taken') throw nameTaken()
    if (outcome === 'exists') throw taken('id', 'campaign', 'account')
    return { made: campaign, lines: auditOfCampaign(undefined, campaign) }
  })
  return { campaign: made, engagementIds: [], revision }
}

/** Replaces a campaign, whole: what the body leaves out is set to its default. Its engagements stay. */
export async function updateCampaign(
  ports: CampaignPorts,
  ask: CampaignAsk,
  target: SentBody & { readonly id: number },
): Promise<ChangedCampaign> {
  const { id } = target
  const input = acceptBody(parseCampaign(target.body, 'update'))
  requireSameId(input.id, id)
  const { made, revision } = await changeCampaigns(ports, ask, target.revision, async (scope) => {
    const { tx, now, next } = scope
    const before = await findLiveCampaign(scope, id)
    requirePublishing(scope, before, input)
    await requireFreeName(scope, input.name, id)
    const engagementIds = (await tx.engagements.list(ask.accountId, id)).map((one) => one.id)
    const changed = { ...before, ...withoutId(input) }
    const lines = auditOfCampaign(before, changed)
    if (lines.length === 0) return { made: { campaign: before, engagementIds }, lines }
    const campaign = { ...changed, updatedAt: now, revision: next }
    await keep(scope, campaign)
    return { made: { campaign, engagementIds }, lines }
  })
  return { ...made, revision }
}

/** Deletes a campaign and the engagements in it. They stay, so that their ids are not used again; their names are free. */
export async function deleteCampaign(
  ports: CampaignPorts,
  ask: CampaignAsk,
  target: { readonly id: number; readonly revision: number | undefined },
): Promise<ChangedCampaign> {
  const { made, revision } = await changeCampaigns(ports, ask, target.revision, async (scope) => {
    const { tx, now, next } = scope
    const before = await findLiveCampaign(scope, target.id)
    requirePublishing(scope, before)
    const campaign = { ...before, deleted: true, updatedAt: now, revision: next }
    await keep(scope, campaign)
    const lines: AuditLine[] = [...auditOfCampaign(before, campaign)]
    for (const engagement of await tx.engagements.list(ask.accountId, target.id)) {
      const ended = { deleted: true, updatedAt: now, revision: engagement.revision + 1 }
      const after = { ...engagement, ...ended }
      await tx.engagements.update(ask.accountId, after)
      lines.push(...auditOfEngagement(engagement, after))
    }
    return { made: campaign, lines }
  })
  return { campaign: made, engagementIds: [], revision }
}

function withoutId({ id: _, ...values }: CampaignInput): Omit<CampaignInput, 'id'> {
  return values
}

async function requireFreeName(
  { tx, ask }: CampaignScope,
  name: string,
  ownId?: number,
): Promise<void> {
  const other = await tx.campaigns.findByName(ask.accountId, name)
  if (other !== undefined && other.id !== ownId) throw nameTaken()
}

async function keep({ tx, ask }: CampaignScope, campaign: Campaign): Promise<void> {
  const outcome = await tx.campaigns.update(ask.accountId, campaign)
  if (outcome === 'name_taken') throw nameTaken()
  if (outcome === 'not_found') throw new Error('A campaign that is held has disappeared.')
}

function nameTaken(): DomainError {
  return taken('name', 'campaign', 'account')
}
