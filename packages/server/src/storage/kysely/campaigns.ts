import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type { Campaign } from '#domain/campaigns/campaign.ts'
import { nameKey } from '#lib/name-key.ts'
import type { CampaignWriter } from '../port.ts'
import type { CampaignRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { isUniqueViolation } from './sql-errors.ts'

const byId = hotQuery<CampaignRow, { readonly accountId: string; readonly id: number }>(
  (query, value) =>
    query
      .selectFrom('campaigns')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

// Written out: SQLite uses a partial index only if it sees the condition when it plans.
const isLive = sql<boolean>`deleted = 0`

export function createCampaignStore(database: Transaction): CampaignWriter {
  const { query } = database
  const live = (accountId: AccountId) =>
    query.selectFrom('campaigns').where('account_id', '=', accountId).where(isLive)

  const find: CampaignWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseCampaign(row)
  }

  return {
    find,

    async findByName(accountId, name) {
      const row = await live(accountId)
        .selectAll()
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()
      return row && parseCampaign(row)
    },

    async list(accountId) {
      const rows = await live(accountId).selectAll().orderBy('id').execute()
      return rows.map(parseCampaign)
    },

    async count(accountId) {
      const { campaigns } = await live(accountId)
        .select((select) => select.fn.countAll<number>().as('campaigns'))
        .executeTakeFirstOrThrow()
      return Number(campaigns)
    },

    async insert(accountId, campaign) {
      // An id that is used twice is met by the look, not by the index: the account is held meanwhile.
      if (await find(accountId, campaign.id)) return 'exists'
      try {
        await query
          .insertInto('campaigns')
          .values({ account_id: accountId, id: campaign.id, ...columnsOf(campaign) })
          .execute()
      } catch (error) {
        if (isUniqueViolation(error, 'campaigns_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'inserted'
    },

    async update(accountId, campaign) {
      try {
        const { numUpdatedRows } = await query
          .updateTable('campaigns')
          .set(columnsOf(campaign))
          .where('account_id', '=', accountId)
          .where('id', '=', campaign.id)
          .executeTakeFirst()
        if (numUpdatedRows !== 1n) return 'not_found'
      } catch (error) {
        if (isUniqueViolation(error, 'campaigns_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'updated'
    },
  }
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
