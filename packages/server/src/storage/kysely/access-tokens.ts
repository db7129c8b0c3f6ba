import type { AccessToken } from '#domain/authorization/grant.ts'
import type { AccessTokenWriter } from '../port.ts'
import type { AccessTokenRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { parseFace } from './authentication-columns.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'
import { everyNth } from './in-turns.ts'

const isTimeToDrop = everyNth(8)
const dropsAtATime = 32

const byToken = hotQuery<AccessTokenRow, { readonly tokenHash: string }>((query, value) =>
  query.selectFrom('access_tokens').selectAll().where('token_hash', '=', value.tokenHash),
)

const insertRow = hotQuery<object, AccessTokenRow>((query, value) =>
  query.insertInto('access_tokens').values({
    account_id: value.account_id,
    token_hash: value.token_hash,
    client_id: value.client_id,
    face: value.face,
    grant_id: value.grant_id,
    user_id: value.user_id,
    scope: value.scope,
    created_at: value.created_at,
    expires_at: value.expires_at,
  }),
)

type RowKey = { readonly account_id: string; readonly token_hash: string }

const removeRow = hotQuery<RowKey, RowKey>((query, value) =>
  query
    .deleteFrom('access_tokens')
    .where('account_id', '=', value.account_id)
    .where('token_hash', '=', value.token_hash)
    .returning(['account_id', 'token_hash']),
)

const dropExpired = hotQuery<object, { readonly now: number }>((query, value, database) => {
  const expired = query
    .selectFrom('access_tokens')
    .select('token_hash')
    .where('expires_at', '<', value.now)
    .limit(dropsAtATime)
    .$call((rows) => freeRows(database, rows))
  return query.deleteFrom('access_tokens').where('token_hash', 'in', expired)
})

export function createAccessTokenStore(database: Transaction): AccessTokenWriter {
  return {
    async findByToken(tokenHash) {
      const [row] = await byToken(database, { tokenHash })
      return row && parseToken(row)
    },

    async insert(token) {
      await insertRow(database, tokenRow(token))
      if (isTimeToDrop()) await dropExpired(database, { now: token.createdAt })
    },

    async remove(accountId, tokenHash) {
      const key = { account_id: accountId, token_hash: tokenHash }
      if ((await removeRow(database, key)).length === 0) return false
      await database.announce({ about: 'session', tokenHash })
      return true
    },
  }
}

function parseToken(row: AccessTokenRow): AccessToken {
  return {
    accountId: accountIdOf(row.account_id),
    tokenHash: row.token_hash,
    clientId: row.client_id,
    face: parseFace(row.face),
    grantId: row.grant_id ?? undefined,
    userId: row.user_id ?? undefined,
    scope: row.scope,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
}

function tokenRow(token: AccessToken): AccessTokenRow {
  return {
    account_id: token.accountId,
    token_hash: token.tokenHash,
    client_id: token.clientId,
    face: token.face,
    grant_id: token.grantId ?? null,
    user_id: token.userId ?? null,
    scope: token.scope,
    created_at: token.createdAt,
    expires_at: token.expiresAt,
  }
}
