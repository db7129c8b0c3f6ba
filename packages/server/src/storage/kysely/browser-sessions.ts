import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { BrowserSession } from '#domain/browser-sessions/browser-session.ts'
import type { BrowserSessionWriter } from '../port.ts'
import type { BrowserSessionRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'

type ByToken = { readonly accountId: string; readonly tokenHash: string }

const byToken = hotQuery<BrowserSessionRow, ByToken>((query, value) =>
  query
    .selectFrom('browser_sessions')
    .selectAll()
    .where('account_id', '=', value.accountId)
    .where('token_hash', '=', value.tokenHash),
)

const dropsPerInsert = 4

export function createBrowserSessionStore(database: Transaction): BrowserSessionWriter {
  const { query } = database
  const sessionsOf = (accountId: AccountId) =>
    query.selectFrom('browser_sessions').selectAll().where('account_id', '=', accountId)

  async function dropExpired(now: number): Promise<void> {
    const expired = query
      .selectFrom('browser_sessions')
      .select(['account_id', 'id'])
      .where('expires_at', '<', now)
      .limit(dropsPerInsert)
      .$call((rows) => freeRows(database, rows))
    await query
      .deleteFrom('browser_sessions')
      .where(({ eb, refTuple }) =>
        eb(refTuple('account_id', 'id'), 'in', expired.$asTuple('account_id', 'id')),
      )
      .execute()
  }

  return {
    async findByToken(accountId, tokenHash) {
      const [row] = await byToken(database, { accountId, tokenHash })
      return row && parseSession(row)
    },

    async find(accountId, id) {
      const row = await sessionsOf(accountId).where('id', '=', id).executeTakeFirst()
      return row && parseSession(row)
    },

    async list(accountId, userId, now) {
      const live = sessionsOf(accountId).where('expires_at', '>', now)
      const rows = await (userId === undefined ? live : live.where('user_id', '=', userId))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(parseSession)
    },

    async insert(session) {
      await query.insertInto('browser_sessions').values(sessionRow(session)).execute()
      await dropExpired(session.createdAt)
    },

    async touch(accountId, id, at) {
      const { numUpdatedRows } = await query
        .updateTable('browser_sessions')
        .set(({ eb }) => ({
          last_used_at: eb
            .case()
            .when('last_used_at', '<', at)
            .then(at)
            .else(eb.ref('last_used_at'))
            .end(),
        }))
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async extend(accountId, id, expiresAt) {
      await query
        .updateTable('browser_sessions')
        .set({ expires_at: expiresAt, extended: 1 })
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .where('expires_at', '<', expiresAt)
        .execute()
    },

    async remove(accountId, id) {
      const { numDeletedRows } = await query
        .deleteFrom('browser_sessions')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    async removeOfUser(accountId, userId, exceptId) {
      const ofUser = query
        .deleteFrom('browser_sessions')
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
      const rows = await (exceptId === undefined ? ofUser : ofUser.where('id', '!=', exceptId))
        .returning('id')
        .execute()
      return rows.map(({ id }) => id)
    },
  }
}

function parseSession(row: BrowserSessionRow): BrowserSession {
  return {
    accountId: accountIdOf(row.account_id),
    id: row.id,
    tokenHash: row.token_hash,
    userId: row.user_id,
    createdAt: row.created_at,
    authTime: row.auth_time,
    amr: row.amr.split(' ').filter((value) => value !== ''),
    acr: row.acr ?? undefined,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
    ...(row.extended === 1 ? { extended: true } : {}),
  }
}

function sessionRow(session: BrowserSession): BrowserSessionRow {
  return {
    account_id: session.accountId,
    id: session.id,
    token_hash: session.tokenHash,
    user_id: session.userId,
    created_at: session.createdAt,
    auth_time: session.authTime,
    amr: session.amr.join(' '),
    acr: session.acr ?? null,
    last_used_at: session.lastUsedAt,
    expires_at: session.expiresAt,
    extended: session.extended === true ? 1 : 0,
    address: session.address,
    user_agent: session.userAgent,
  }
}
