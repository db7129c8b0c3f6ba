import type { Campaign } from '#domain/campaigns/campaign.ts'
import { nameKey } from '#lib/name-key.ts'
import type { CampaignWriter } from '../port.ts'
import type { CampaignRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { namedObjects } from './named-objects.ts'

const byId = hotQuery<CampaignRow, { readonly accountId: string; readonly id: number }>(
  (query, value) =>
    query
      .selectFrom('campaigns')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

export function createCampaignStore(database: Transaction): CampaignWriter {
  const find: CampaignWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseCampaign(row)
  }
  return namedObjects(database, {
    table: 'campaigns',
    find,
    idOf: ({ id }) => id,
    parse: parseCampaign,
    columnsOf,
  })
}

type Data = Pick<Campaign, 'name' | 'description' | 'isPublished' | 'startsAt' | 'endsAt' | 'other'>

function parseCampaign(row: CampaignRow): Campaign {
  const data = JSON.parse(row.data) as Data
  return {
    ...data,
    startsAt: data.startsAt,
    endsAt: data.endsAt,
    id: row.id,
    deleted: row.deleted === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
  }
}

function columnsOf(campaign: Campaign): Omit<CampaignRow, 'account_id' | 'id'> {
  const { name, description, isPublished, startsAt, endsAt, other } = campaign
  const data: Data = { name, description, isPublished, startsAt, endsAt, other }
  return {
    name_key: nameKey(name),
    deleted: campaign.deleted ? 1 : 0,
    revision: campaign.revision,
    created_at: campaign.createdAt,
    updated_at: campaign.updatedAt,
    data: JSON.stringify(data),
  }
}
