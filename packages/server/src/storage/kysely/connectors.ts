import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type { Connector, StoredConnector } from '#domain/connectors/connector.ts'
import { nameKey } from '#lib/name-key.ts'
import type { ConnectorWriter } from '../port.ts'
import type { ConnectorRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { isUniqueViolation } from './sql-errors.ts'

const byId = hotQuery<ConnectorRow, { readonly accountId: string; readonly id: number }>(
  (query, value) =>
    query
      .selectFrom('connectors')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

// Written out: SQLite uses a partial index only if it sees the condition when it plans.
const isLive = sql<boolean>`deleted = 0`

export function createConnectorStore(database: Transaction): ConnectorWriter {
  const { query } = database
  const live = (accountId: AccountId) =>
    query.selectFrom('connectors').where('account_id', '=', accountId).where(isLive)

  const find: ConnectorWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseConnector(row)
  }

  return {
    find,

    async findByName(accountId, name) {
      const row = await live(accountId)
        .selectAll()
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()
      return row && parseConnector(row)
    },

    async list(accountId) {
      const rows = await live(accountId).selectAll().orderBy('id').execute()
      return rows.map(parseConnector)
    },

    async count(accountId) {
      const { connectors } = await live(accountId)
        .select((select) => select.fn.countAll<number>().as('connectors'))
        .executeTakeFirstOrThrow()
      return Number(connectors)
    },

    async insert(accountId, stored) {
      // An id that is used twice is met by the look, not by the index: the account is held meanwhile.
      if (await find(accountId, stored.connector.id)) return 'exists'
      try {
        await query
          .insertInto('connectors')
          .values({ account_id: accountId, id: stored.connector.id, ...columnsOf(stored) })
          .execute()
      } catch (error) {
        if (isUniqueViolation(error, 'connectors_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'inserted'
    },

    async update(accountId, stored) {
      try {
        const { numUpdatedRows } = await query
          .updateTable('connectors')
          .set(columnsOf(stored))
          .where('account_id', '=', accountId)
          .where('id', '=', stored.connector.id)
          .executeTakeFirst()
        if (numUpdatedRows !== 1n) return 'not_found'
      } catch (error) {
        if (isUniqueViolation(error, 'connectors_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'updated'
    },
  }
}

function parseConnector(row: ConnectorRow): StoredConnector {
  const connector = {
    ...(JSON.parse(row.data) as Pick<Connector, 'name' | 'type' | 'configuration'>),
    id: row.id,
    deleted: row.deleted === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
  }
  return { connector, sealedSecret: row.sealed_secret ?? undefined }
}

function columnsOf({
  connector,
  sealedSecret,
}: StoredConnector): Omit<ConnectorRow, 'account_id' | 'id'> {
  const { name, type, configuration } = connector
  return {
    name_key: nameKey(name),
    deleted: connector.deleted ? 1 : 0,
    revision: connector.revision,
    created_at: connector.createdAt,
    updated_at: connector.updatedAt,
    data: JSON.stringify({ name, type, configuration }),
    sealed_secret: sealedSecret ?? null,
  }
}
