import type { RefreshToken } from '#domain/authorization/grant.ts'
import type { RefreshTokenWriter } from '../port.ts'
import type { RefreshTokenRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { hotQuery, type Transaction } from './database.ts'

type RowKey = { readonly account_id: string; readonly token_hash: string }

const findRow = hotQuery<RefreshTokenRow, RowKey>((query, value) =>
  query
    .selectFrom('refresh_tokens')
    .selectAll()
    .where('account_id', '=', value.account_id)
    .where('token_hash', '=', value.token_hash),
)

const insertRow = hotQuery<object, RefreshTokenRow>((query, value) =>
  query.insertInto('refresh_tokens').values({
    account_id: value.account_id,
    token_hash: value.token_hash,
    grant_id: value.grant_id,
    created_at: value.created_at,
    expires_at: value.expires_at,
    spent_at: value.spent_at,
  }),
)

type Spending = RowKey & { readonly at: number }

const spendRow = hotQuery<{ readonly grant_id: string }, Spending>((query, value) =>
  query
    .updateTable('refresh_tokens')
    .set({ spent_at: value.at })
    .where('account_id', '=', value.account_id)
    .where('token_hash', '=', value.token_hash)
    .where('spent_at', 'is', null)
    .returning('grant_id'),
)

type SpentBefore = RowKey & { readonly grantId: string }

const removeSpentBefore = hotQuery<object, SpentBefore>((query, value) =>
  query
    .deleteFrom('refresh_tokens')
    .where('account_id', '=', value.account_id)
    .where('grant_id', '=', value.grantId)
    .where('spent_at', 'is not', null)
    .where('token_hash', '<>', value.token_hash),
)

export function createRefreshTokenStore(database: Transaction): RefreshTokenWriter {
  return {
    async find(accountId, tokenHash) {
      const [row] = await findRow(database, { account_id: accountId, token_hash: tokenHash })
      return row && parseToken(row)
    },

    async insert(token) {
      await insertRow(database, tokenRow(token))
    },

    async spend(accountId, tokenHash, at) {
      const key = { account_id: accountId, token_hash: tokenHash }
      const [spent] = await spendRow(database, { ...key, at })
      if (spent === undefined) return false
      await removeSpentBefore(database, { ...key, grantId: spent.grant_id })
      return true
    },
  }
}

function parseToken(row: RefreshTokenRow): RefreshToken {
  return {
    accountId: accountIdOf(row.account_id),
    tokenHash: row.token_hash,
    grantId: row.grant_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    spentAt: row.spent_at ?? undefined,
  }
}

function tokenRow(token: RefreshToken): RefreshTokenRow {
  return {
    account_id: token.accountId,
    token_hash: token.tokenHash,
    grant_id: token.grantId,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
    spent_at: token.spentAt ?? null,
  }
}
