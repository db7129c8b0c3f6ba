import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { ApiKey, StoredApiKey } from '#domain/api-keys/api-key.ts'
import type { ApiKeyWriter } from '../port.ts'
import type { ApiKeyRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'

const byId = hotQuery<ApiKeyRow, { readonly accountId: string; readonly keyId: string }>(
  (query, value) =>
    query
      .selectFrom('api_keys')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.keyId),
)

export function createApiKeyStore(database: Transaction): ApiKeyWriter {
  const { query } = database
  const live = (accountId: AccountId) =>
    query.selectFrom('api_keys').where('account_id', '=', accountId).where('deleted', '=', 0)

  return {
    async find(accountId, keyId) {
      const [row] = await byId(database, { accountId, keyId })
      return row && parseKey(row)
    },

    async list(accountId, { includeDeleted = false } = {}) {
      const keys = includeDeleted
        ? query.selectFrom('api_keys').where('account_id', '=', accountId)
        : live(accountId)
      const rows = await keys.selectAll().orderBy('created_at').orderBy('id').execute()
      return rows.map(parseKey)
    },

    async count(accountId) {
      const { keys } = await live(accountId)
        .select((select) => select.fn.countAll<number>().as('keys'))
        .executeTakeFirstOrThrow()
      return Number(keys)
    },

    async insert(accountId, stored) {
      const { numInsertedOrUpdatedRows } = await query
        .insertInto('api_keys')
        .values({ account_id: accountId, id: stored.key.keyId, ...columnsOf(stored) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== 1n) return 'exists'
      await database.announce({ about: 'account', accountId })
      return 'inserted'
    },

    async update(accountId, stored) {
      const { numUpdatedRows } = await query
        .updateTable('api_keys')
        .set(columnsOf(stored))
        .where('account_id', '=', accountId)
        .where('id', '=', stored.key.keyId)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return 'not_found'
      await database.announce({ about: 'account', accountId })
      return 'updated'
    },
  }
}

function parseKey(row: ApiKeyRow): StoredApiKey {
  const { previous_sealed_secrets: previous, previous_until: until } = row
  return {
    key: JSON.parse(row.data) as ApiKey,
    sealedSecrets: row.sealed_secrets,
    previous: previous === null || until === null ? undefined : { sealedSecrets: previous, until },
  }
}

function columnsOf({
  key,
  sealedSecrets,
  previous,
}: StoredApiKey): Omit<ApiKeyRow, 'account_id' | 'id'> {
  return {
    deleted: key.deleted ? 1 : 0,
    created_at: key.createdAt,
    data: JSON.stringify(key),
    sealed_secrets: sealedSecrets,
    previous_sealed_secrets: previous?.sealedSecrets ?? null,
    previous_until: previous?.until ?? null,
  }
}
