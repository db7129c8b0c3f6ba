import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Session } from '#domain/login/session.ts'
import type { SessionWriter } from '../port.ts'
import type { SessionRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'

const byToken = hotQuery<SessionRow, { readonly tokenHash: string }>((query, value) =>
  query.selectFrom('sessions').selectAll().where('token_hash', '=', value.tokenHash),
)

const dropsPerInsert = 4

type OfUser = { readonly accountId: string; readonly userId: number; readonly now: number }

const liveOfUser = hotQuery<SessionRow, OfUser>((query, value) =>
  query
    .selectFrom('sessions')
    .selectAll()
    .where('account_id', '=', value.accountId)
    .where('expires_at', '>', value.now)
    .where('user_id', '=', value.userId)
    .orderBy('created_at', 'desc')
    .orderBy('id'),
)

const insertRow = hotQuery<object, SessionRow>((query, value) =>
  query.insertInto('sessions').values({
    account_id: value.account_id,
    id: value.id,
    user_id: value.user_id,
    token_hash: value.token_hash,
    cookie_hash: value.cookie_hash,
    csrf_hash: value.csrf_hash,
    created_at: value.created_at,
    expires_at: value.expires_at,
    last_used_at: value.last_used_at,
    address: value.address,
    user_agent: value.user_agent,
    method: value.method,
    key_id: value.key_id,
  }),
)

type RowKey = { readonly account_id: string; readonly id: string }

const removeRow = hotQuery<{ readonly token_hash: string }, RowKey>((query, value) =>
  query
    .deleteFrom('sessions')
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id)
    .returning('token_hash'),
)

const expiredRows = hotQuery<RowKey, { readonly now: number }>((query, value, database) =>
  query
    .selectFrom('sessions')
    .select(['account_id', 'id'])
    .where('expires_at', '<', value.now)
    .limit(dropsPerInsert)
    .$call((rows) => freeRows(database, rows)),
)

export function createSessionStore(database: Transaction): SessionWriter {
  const { query } = database
  const sessionsOf = (accountId: AccountId) =>
    query.selectFrom('sessions').selectAll().where('account_id', '=', accountId)

  async function removeRows(rows: readonly RowKey[]): Promise<number> {
    let removed = 0
    for (const { account_id, id } of rows) {
      const [gone] = await removeRow(database, { account_id, id })
      if (gone === undefined) continue
      removed += 1
      await database.announce({ about: 'session', tokenHash: gone.token_hash })
    }
    return removed
  }

  return {
    async findByToken(tokenHash) {
      const [row] = await byToken(database, { tokenHash })
      return row && parseSession(row)
    },

    async findByCookie(accountId, cookieHash) {
      const row = await sessionsOf(accountId)
        .where('cookie_hash', '=', cookieHash)
        .executeTakeFirst()
      return row && parseSession(row)
    },

    async find(accountId, sessionId) {
      const row = await sessionsOf(accountId).where('id', '=', sessionId).executeTakeFirst()
      return row && parseSession(row)
    },

    async list(accountId, now, userId) {
      if (userId !== undefined) {
        return (await liveOfUser(database, { accountId, userId, now })).map(parseSession)
      }
      const rows = await sessionsOf(accountId)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(parseSession)
    },

    async insert(session) {
      await insertRow(database, sessionRow(session))
      const expired = await expiredRows(database, { now: session.createdAt })
      for (const row of expired) await removeRow(database, row)
    },

    async touch(accountId, sessionId, at) {
      await query
        .updateTable('sessions')
        .set({ last_used_at: at })
        .where('account_id', '=', accountId)
        .where('id', '=', sessionId)
        .where('last_used_at', '<', at)
        .execute()
    },

    async remove(accountId, sessionId) {
      return (await removeRows([{ account_id: accountId, id: sessionId }])) > 0
    },

    async removeOfUser(accountId, userId, exceptId) {
      const rows = await sessionsOf(accountId).where('user_id', '=', userId).execute()
      return removeRows(rows.filter((row) => row.id !== exceptId))
    },

    async removeOfKey(accountId, keyId) {
      const rows = await sessionsOf(accountId).where('key_id', '=', keyId).execute()
      return removeRows(rows)
    },
  }
}

function parseSession(row: SessionRow): Session {
  const methods: readonly Session['method'][] = ['password', 'api-key', 'application']
  return {
    accountId: accountIdOf(row.account_id),
    id: row.id,
    userId: row.user_id,
    tokenHash: row.token_hash,
    cookieHash: row.cookie_hash,
    csrfHash: row.csrf_hash,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    address: row.address,
    userAgent: row.user_agent,
    method: methods.find((method) => method === row.method) ?? 'password',
    ...(row.key_id === null ? {} : { keyId: row.key_id }),
  }
}

function sessionRow(session: Session): SessionRow {
  return {
    account_id: session.accountId,
    id: session.id,
    user_id: session.userId,
    token_hash: session.tokenHash,
    cookie_hash: session.cookieHash,
    csrf_hash: session.csrfHash,
    created_at: session.createdAt,
    expires_at: session.expiresAt,
    last_used_at: session.lastUsedAt,
    address: session.address,
    user_agent: session.userAgent,
    method: session.method,
    key_id: session.keyId ?? null,
  }
}
