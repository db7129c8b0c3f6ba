import { formatConfigDate } from '@watchword/protocol/api/account-config-date.ts'
import { campaignStatus } from '@watchword/protocol/api/campaign.ts'
import type { ShownCampaign } from '#domain/campaigns/read-campaigns.ts'
import type { ShownEngagement } from '#domain/campaigns/write-engagements.ts'
import type { WireObject } from './config/config-resource.ts'

/** A campaign on the wire, with every member that was sent (contract 3 section 11). */
export function wireCampaign({ campaign, engagementIds }: ShownCampaign): WireObject {
  const { id, name, description, isPublished, startsAt, endsAt, deleted } = campaign
  return {
    ...campaign.other,
    id,
    name,
    description,
    status: isPublished ? campaignStatus.published : campaignStatus.draft,
    startDate: dateOf(startsAt),
    expirationDate: dateOf(endsAt),
    engagementIds: [...engagementIds],
    deleted,
    isDeleted: deleted,
    createdDate: formatConfigDate(new Date(campaign.createdAt)),
    modifiedDate: formatConfigDate(new Date(campaign.updatedAt)),
  }
}

/** An engagement on the wire, with every member that was sent. */
export function wireEngagement({ engagement, skillName }: ShownEngagement): WireObject {
  const { carried, revision, createdAt, updatedAt, ...target } = engagement
  return {
    ...carried,
    ...target,
    engagementRevision: revision,
    connectorId: target.connectorId ?? null,
    skillId: target.skillId ?? null,
    skillName: skillName ?? null,
    language: target.language ?? null,
    windowId: target.windowId ?? null,
    entryPoints: [...target.entryPoints],
    isDeleted: target.deleted,
    createdDate: formatConfigDate(new Date(createdAt)),
    modifiedDate: formatConfigDate(new Date(updatedAt)),
  }
}

function dateOf(time: number | undefined): string | null {
  return time === undefined ? null : formatConfigDate(new Date(time))
}
