import type { Connector, StoredConnector } from '#domain/connectors/connector.ts'
import { nameKey } from '#lib/name-key.ts'
import type { ConnectorWriter } from '../port.ts'
import type { ConnectorRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { namedObjects } from './named-objects.ts'

const byId = hotQuery<ConnectorRow, { readonly accountId: string; readonly id: number }>(
  (query, value) =>
    query
      .selectFrom('connectors')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

export function createConnectorStore(database: Transaction): ConnectorWriter {
  const find: ConnectorWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseConnector(row)
  }
  return namedObjects(database, {
    table: 'connectors',
    find,
    idOf: ({ connector }) => connector.id,
    parse: parseConnector,
    columnsOf,
  })
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
