import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { hasOfflineAccess } from '@watchword/protocol/oauth2/scope.ts'
import type { Grant } from '#domain/authorization/grant.ts'
import type { GrantWriter } from '../port.ts'
import type { GrantRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { parseShared, sharedColumns } from './authentication-columns.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'
import { everyNth } from './in-turns.ts'
import { inSlices } from './sql-errors.ts'

const isTimeToDrop = everyNth(8)
const dropsAtATime = 32

type RowKey = { readonly account_id: string; readonly id: string }

const findRow = hotQuery<GrantRow, RowKey>((query, value) =>
  query
    .selectFrom('grants')
    .selectAll()
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id),
)

const insertRow = hotQuery<object, GrantRow>((query, value) =>
  query.insertInto('grants').values({
    account_id: value.account_id,
    id: value.id,
    client_id: value.client_id,
    face: value.face,
    user_id: value.user_id,
    browser_session_id: value.browser_session_id,
    auth_time: value.auth_time,
    amr: value.amr,
    acr: value.acr,
    scope: value.scope,
    claims: value.claims,
    nonce: value.nonce,
    created_at: value.created_at,
    last_used_at: value.last_used_at,
    expires_at: value.expires_at,
  }),
)

type Touch = RowKey & { readonly at: number }

const touchRow = hotQuery<RowKey, Touch>((query, value) =>
  query
    .updateTable('grants')
    .set({ last_used_at: value.at })
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id)
    .returning(['account_id', 'id']),
)

const touchAndExtendRow = hotQuery<RowKey, Touch & { readonly expiresAt: number }>((query, value) =>
  query
    .updateTable('grants')
    .set({ last_used_at: value.at, expires_at: value.expiresAt })
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id)
    .returning(['account_id', 'id']),
)

const expiredRows = hotQuery<RowKey, { readonly now: number }>((query, value, database) =>
  query
    .selectFrom('grants')
    .select(['account_id', 'id'])
    .where('expires_at', '<', value.now)
    .limit(dropsAtATime)
    .$call((rows) => freeRows(database, rows)),
)

const removeRow = hotQuery<RowKey, RowKey>((query, value) =>
  query
    .deleteFrom('grants')
    .where('account_id', '=', value.account_id)
    .where('id', '=', value.id)
    .returning(['account_id', 'id']),
)

const removeAccessTokens = hotQuery<object, RowKey>((query, value) =>
  query
    .deleteFrom('access_tokens')
    .where('account_id', '=', value.account_id)
    .where('grant_id', '=', value.id),
)

const removeRefreshTokens = hotQuery<object, RowKey>((query, value) =>
  query
    .deleteFrom('refresh_tokens')
    .where('account_id', '=', value.account_id)
    .where('grant_id', '=', value.id),
)

export function createGrantStore(database: Transaction): GrantWriter {
  const { query } = database
  const grantsOf = (accountId: AccountId) =>
    query.selectFrom('grants').selectAll().where('account_id', '=', accountId)

  /** The grant first: a use of it that is under way holds its row, and what that adds is then seen. */
  async function remove(key: RowKey): Promise<boolean> {
    if ((await removeRow(database, key)).length === 0) return false
    await removeAccessTokens(database, key)
    await removeRefreshTokens(database, key)
    return true
  }

  async function revokeAll(
    accountId: AccountId,
    rows: readonly { readonly id: string }[],
  ): Promise<readonly string[]> {
    const revoked: string[] = []
    for (const { id } of rows) {
      if (await remove({ account_id: accountId, id })) revoked.push(id)
    }
    if (revoked.length > 0) await database.announce({ about: 'account', accountId })
    return revoked
  }

  /** Before the grants: a code that is being redeemed is then waited for, and its grant is seen. */
  async function removeCodes(
    accountId: AccountId,
    of: { readonly userId?: number; readonly clientId?: string | undefined },
  ): Promise<void> {
    let codes = query.deleteFrom('authorization_codes').where('account_id', '=', accountId)
    if (of.userId !== undefined) codes = codes.where('user_id', '=', of.userId)
    if (of.clientId !== undefined) codes = codes.where('client_id', '=', of.clientId)
    await codes.execute()
  }

  /** As of grants, the scope is read: `LIKE` would take others for it, and on SQLite any capitals. */
  async function removeCodesOfBrowserSession(accountId: AccountId, id: string): Promise<void> {
    const codes = await query
      .selectFrom('authorization_codes')
      .select(['code_hash', 'scope'])
      .where('account_id', '=', accountId)
      .where('browser_session_id', '=', id)
      .execute()
    const ending = codes.filter(({ scope }) => !hasOfflineAccess(scope))
    await inSlices(ending, (slice) =>
      query
        .deleteFrom('authorization_codes')
        .where('account_id', '=', accountId)
        .where(
          'code_hash',
          'in',
          slice.map((code) => code.code_hash),
        )
        .returning('code_hash')
        .execute(),
    )
  }

  return {
    async find(accountId, grantId) {
      const [row] = await findRow(database, { account_id: accountId, id: grantId })
      return row && parseGrant(row)
    },

    async list(accountId, now, { userId, clientId } = {}) {
      let live = grantsOf(accountId).where('expires_at', '>', now)
      if (userId !== undefined) live = live.where('user_id', '=', userId)
      if (clientId !== undefined) live = live.where('client_id', '=', clientId)
      const rows = await live.orderBy('created_at', 'desc').orderBy('id').execute()
      return rows.map(parseGrant)
    },

    async lastUses(accountId, now) {
      const rows = await query
        .selectFrom('grants')
        .where('account_id', '=', accountId)
        .select((select) => ['client_id', select.fn.max('last_used_at').as('at')])
        .where('expires_at', '>', now)
        .groupBy('client_id')
        .execute()
      return rows.map((row) => ({ clientId: row.client_id, at: row.at }))
    },

    async insert(grant) {
      await insertRow(database, grantRow(grant))
      if (!isTimeToDrop()) return
      for (const row of await expiredRows(database, { now: grant.createdAt })) await remove(row)
    },

    async touch(accountId, grantId, at, expiresAt) {
      const touch = { account_id: accountId, id: grantId, at }
      const touched =
        expiresAt === undefined
          ? await touchRow(database, touch)
          : await touchAndExtendRow(database, { ...touch, expiresAt })
      return touched.length > 0
    },

    async revoke(accountId, grantId) {
      return (await revokeAll(accountId, [{ id: grantId }])).length > 0
    },

    async revokeOfUser(accountId, userId, { clientId, exceptId } = {}) {
      await removeCodes(accountId, { userId, clientId })
      let rows = grantsOf(accountId).where('user_id', '=', userId)
      if (clientId !== undefined) rows = rows.where('client_id', '=', clientId)
      if (exceptId !== undefined) rows = rows.where('id', '!=', exceptId)
      return revokeAll(accountId, await rows.execute())
    },

    async revokeOfClient(accountId, clientId) {
      await removeCodes(accountId, { clientId })
      const { numDeletedRows } = await query
        .deleteFrom('access_tokens')
        .where('account_id', '=', accountId)
        .where('client_id', '=', clientId)
        .where('grant_id', 'is', null)
        .executeTakeFirst()
      if (numDeletedRows > 0n) await database.announce({ about: 'account', accountId })
      const rows = await grantsOf(accountId).where('client_id', '=', clientId).execute()
      return revokeAll(accountId, rows)
    },

    async revokeOfBrowserSession(accountId, browserSessionId) {
      await removeCodesOfBrowserSession(accountId, browserSessionId)
      const rows = await grantsOf(accountId)
        .where('browser_session_id', '=', browserSessionId)
        .execute()
      return revokeAll(
        accountId,
        rows.filter(({ scope }) => !hasOfflineAccess(scope)),
      )
    },
  }
}

/** A grant of its row. */
export function parseGrant(row: GrantRow): Grant {
  return {
    accountId: accountIdOf(row.account_id),
    id: row.id,
    ...parseShared(row),
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
  }
}

function grantRow(grant: Grant): GrantRow {
  return {
    account_id: grant.accountId,
    id: grant.id,
    ...sharedColumns(grant),
    created_at: grant.createdAt,
    last_used_at: grant.lastUsedAt,
    expires_at: grant.expiresAt,
  }
}
