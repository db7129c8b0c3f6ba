import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Session } from '#domain/login/session.ts'
import type { SessionWriter } from '../port.ts'
import type { SessionRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'

const byToken = hotQuery<SessionRow>((query) =>
  query.selectFrom('sessions').selectAll().where('token_hash', '=', ''),
)

const dropsPerInsert = 4

export function createSessionStore(database: Transaction): SessionWriter {
  const { query } = database
  const sessionsOf = (accountId: AccountId) =>
    query.selectFrom('sessions').selectAll().where('account_id', '=', accountId)

  async function removeRows(
    accountId: AccountId,
    rows: readonly { readonly id: string; readonly token_hash: string }[],
  ): Promise<number> {
    let removed = 0
    for (const { id, token_hash } of rows) {
      const { numDeletedRows } = await query
        .deleteFrom('sessions')
        .where('account_id', '=', accountId)
        .where('id', '=', id)
        .executeTakeFirst()
      if (numDeletedRows === 0n) continue
      removed += 1
      await database.announce({ about: 'session', tokenHash: token_hash })
    }
    return removed
  }

  async function dropExpired(now: number): Promise<void> {
    const expired = query
      .selectFrom('sessions')
      .select(['account_id', 'id'])
      .where('expires_at', '<', now)
      .limit(dropsPerInsert)
      .$call((rows) => freeRows(database, rows))
    await query
      .deleteFrom('sessions')
      .where(({ eb, refTuple }) =>
        eb(refTuple('account_id', 'id'), 'in', expired.$asTuple('account_id', 'id')),
      )
      .execute()
  }

  return {
    async findByToken(tokenHash) {
      const [row] = await byToken(database, [tokenHash])
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
      const live = sessionsOf(accountId).where('expires_at', '>', now)
      const rows = await (userId === undefined ? live : live.where('user_id', '=', userId))
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(parseSession)
    },

    async insert(session) {
      await query.insertInto('sessions').values(sessionRow(session)).execute()
      await dropExpired(session.createdAt)
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
      const rows = await sessionsOf(accountId).where('id', '=', sessionId).execute()
      return (await removeRows(accountId, rows)) > 0
    },

    async removeOfUser(accountId, userId, exceptId) {
      const rows = await sessionsOf(accountId).where('user_id', '=', userId).execute()
      return removeRows(
        accountId,
        rows.filter((row) => row.id !== exceptId),
      )
    },

    async removeOfKey(accountId, keyId) {
      const rows = await sessionsOf(accountId).where('key_id', '=', keyId).execute()
      return removeRows(accountId, rows)
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
