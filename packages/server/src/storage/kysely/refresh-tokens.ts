import type { RefreshToken, RefreshTokenKey } from '#domain/authorization/grant.ts'
import type { RefreshTokenWriter } from '../port.ts'
import type { GrantRow, RefreshTokenRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { hotQuery, type Transaction } from './database.ts'
import { parseGrant } from './grants.ts'

type RowKey = {
  readonly account_id: string
  readonly grant_id: string
  readonly token_hash: string
}

const findRow = hotQuery<RefreshTokenRow, RowKey>((query, value) =>
  query
    .selectFrom('refresh_tokens')
    .selectAll()
    .where('account_id', '=', value.account_id)
    .where('grant_id', '=', value.grant_id)
    .where('token_hash', '=', value.token_hash),
)

/** The token's columns; `null` if it is not there. */
type TokenColumns = {
  readonly token_hash: string | null
  readonly token_created_at: number
  readonly token_expires_at: number
  readonly token_spent_at: number | null
}

const findRowWithGrant = hotQuery<GrantRow & TokenColumns, RowKey>((query, value) =>
  query
    .selectFrom('grants')
    .leftJoin('refresh_tokens', (join) =>
      join
        .onRef('refresh_tokens.account_id', '=', 'grants.account_id')
        .onRef('refresh_tokens.grant_id', '=', 'grants.id')
        .on('refresh_tokens.token_hash', '=', value.token_hash),
    )
    .selectAll('grants')
    .select([
      'refresh_tokens.token_hash',
      'refresh_tokens.created_at as token_created_at',
      'refresh_tokens.expires_at as token_expires_at',
      'refresh_tokens.spent_at as token_spent_at',
    ])
    .where('grants.account_id', '=', value.account_id)
    .where('grants.id', '=', value.grant_id)
    .$castTo<GrantRow & TokenColumns>(),
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

const spendRow = hotQuery<RowKey, Spending>((query, value) =>
  query
    .updateTable('refresh_tokens')
    .set({ spent_at: value.at })
    .where('account_id', '=', value.account_id)
    .where('grant_id', '=', value.grant_id)
    .where('token_hash', '=', value.token_hash)
    .where('spent_at', 'is', null)
    .returning(['account_id', 'grant_id', 'token_hash']),
)

const removeSpentBefore = hotQuery<object, RowKey>((query, value) =>
  query
    .deleteFrom('refresh_tokens')
    .where('account_id', '=', value.account_id)
    .where('grant_id', '=', value.grant_id)
    .where('spent_at', 'is not', null)
    .where('token_hash', '<>', value.token_hash),
)

export function createRefreshTokenStore(database: Transaction): RefreshTokenWriter {
  return {
    async find(key) {
      const [row] = await findRow(database, rowKey(key))
      return row && parseToken(row)
    },

    async findWithGrant(key) {
      const [row] = await findRowWithGrant(database, rowKey(key))
      return row && { grant: parseGrant(row), token: tokenBesideGrant(row) }
    },

    async insert(token) {
      await insertRow(database, tokenRow(token))
    },

    async spend(key, at) {
      const row = rowKey(key)
      if ((await spendRow(database, { ...row, at })).length === 0) return false
      await removeSpentBefore(database, row)
      return true
    },
  }
}

function rowKey({ accountId, grantId, tokenHash }: RefreshTokenKey): RowKey {
  return { account_id: accountId, grant_id: grantId, token_hash: tokenHash }
}

function tokenBesideGrant(row: GrantRow & TokenColumns): RefreshToken | undefined {
  if (row.token_hash === null) return undefined
  return parseToken({
    account_id: row.account_id,
    grant_id: row.id,
    token_hash: row.token_hash,
    created_at: row.token_created_at,
    expires_at: row.token_expires_at,
    spent_at: row.token_spent_at,
  })
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
