import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type { Engagement, EngagementTarget } from '#domain/campaigns/engagement.ts'
import { nameKey } from '#lib/name-key.ts'
import type { EngagementWriter } from '../port.ts'
import type { EngagementRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { isUniqueViolation } from './sql-errors.ts'

const byId = hotQuery<EngagementRow, { readonly accountId: string; readonly id: number }>(
  (query, value) =>
    query
      .selectFrom('engagements')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

// Written out: SQLite uses a partial index only if it sees the condition when it plans.
const isLive = sql<boolean>`deleted = 0`

/** Every column but what is only carried, which may be large. */
const targetColumns = [
  ...(['account_id', 'id', 'campaign_id', 'name_key', 'deleted', 'revision'] as const),
  ...(['connector_id', 'skill_id', 'created_at', 'updated_at', 'data'] as const),
]

export function createEngagementStore(database: Transaction): EngagementWriter {
  const { query } = database
  const live = (accountId: AccountId) =>
    query.selectFrom('engagements').where('account_id', '=', accountId).where(isLive)

  const find: EngagementWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseEngagement(row)
  }

  return {
    find,

    async findByName(accountId, campaignId, name) {
      const row = await live(accountId)
        .selectAll()
        .where('campaign_id', '=', campaignId)
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()
      return row && parseEngagement(row)
    },

    async list(accountId, campaignId) {
      const rows = await live(accountId)
        .selectAll()
        .where('campaign_id', '=', campaignId)
        .orderBy('id')
        .execute()
      return rows.map(parseEngagement)
    },

    async targets(accountId) {
      const rows = await live(accountId).select(targetColumns).orderBy('id').execute()
      return rows.map(parseTarget)
    },

    async places(accountId) {
      const rows = await live(accountId).select(['id', 'campaign_id']).orderBy('id').execute()
      return rows.map((row) => ({ id: row.id, campaignId: row.campaign_id }))
    },

    async usersOf(accountId, { to, id }) {
      const rows = await live(accountId)
        .select(targetColumns)
        .where(to === 'connector' ? 'connector_id' : 'skill_id', '=', id)
        .orderBy('id')
        .execute()
      return rows.map(parseTarget)
    },

    async insert(accountId, engagement) {
      // An id that is used twice is met by the look, not by the index: the account is held meanwhile.
      if (await find(accountId, engagement.id)) return 'exists'
      try {
        await query
          .insertInto('engagements')
          .values({ account_id: accountId, id: engagement.id, ...columnsOf(engagement) })
          .execute()
      } catch (error) {
        if (isUniqueViolation(error, 'engagements_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'inserted'
    },

    async update(accountId, engagement) {
      try {
        const { numUpdatedRows } = await query
          .updateTable('engagements')
          .set(columnsOf(engagement))
          .where('account_id', '=', accountId)
          .where('id', '=', engagement.id)
          .executeTakeFirst()
        if (numUpdatedRows !== 1n) return 'not_found'
      } catch (error) {
        if (isUniqueViolation(error, 'engagements_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'updated'
    },
  }
}

type Kept =
  | ('name' | 'description' | 'enabled' | 'allowUnauthMsg' | 'conversationType' | 'channel')
  | ('source' | 'language' | 'weight' | 'windowId' | 'entryPoints')

function parseTarget(row: Omit<EngagementRow, 'carried'>): EngagementTarget {
  const data = JSON.parse(row.data) as Pick<EngagementTarget, Kept>
  return {
    ...data,
    language: data.language,
    windowId: data.windowId,
    id: row.id,
    campaignId: row.campaign_id,
    connectorId: row.connector_id ?? undefined,
    skillId: row.skill_id ?? undefined,
    revision: row.revision,
    deleted: row.deleted === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function parseEngagement(row: EngagementRow): Engagement {
  return { ...parseTarget(row), carried: JSON.parse(row.carried) as Engagement['carried'] }
}

function columnsOf(engagement: Engagement): Omit<EngagementRow, 'account_id' | 'id'> {
  const { name, description, enabled, allowUnauthMsg, conversationType, channel } = engagement
  const { source, language, weight, windowId, entryPoints } = engagement
  const data: Pick<EngagementTarget, Kept> = {
    ...{ name, description, enabled, allowUnauthMsg, conversationType, channel },
    ...{ source, language, weight, windowId, entryPoints },
  }
  return {
    campaign_id: engagement.campaignId,
    name_key: nameKey(name),
    deleted: engagement.deleted ? 1 : 0,
    revision: engagement.revision,
    connector_id: engagement.connectorId ?? null,
    skill_id: engagement.skillId ?? null,
    created_at: engagement.createdAt,
    updated_at: engagement.updatedAt,
    data: JSON.stringify(data),
    carried: JSON.stringify(engagement.carried),
  }
}
