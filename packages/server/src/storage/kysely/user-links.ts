import type { UserLinkWriter } from '../port.ts'
import type { Transaction } from './database.ts'
import { inSlices } from './sql-errors.ts'

export function createUserLinkStore({ query }: Transaction): UserLinkWriter {
  return {
    async usersOf(accountId, kind, targetIds) {
      const rows = await inSlices(targetIds, (slice) =>
        query
          .selectFrom('user_links')
          .select('user_id')
          .distinct()
          .where('account_id', '=', accountId)
          .where('kind', '=', kind)
          .where('target_id', 'in', [...slice])
          .execute(),
      )
      return [...new Set(rows.map((row) => row.user_id))].sort((a, b) => a - b)
    },

    async page(accountId, { kind, targetId }, { offset, limit }) {
      const found = query
        .selectFrom('user_links')
        .where('account_id', '=', accountId)
        .where('kind', '=', kind)
        .where('target_id', '=', targetId)
      const { users } = await found
        .select((select) => select.fn.countAll<number>().as('users'))
        .executeTakeFirstOrThrow()
      const part = found.select('user_id').orderBy('user_id').limit(limit).offset(offset)
      const rows = await part.execute()
      return { total: Number(users), userIds: rows.map((row) => row.user_id) }
    },

    async counts(accountId, kind) {
      const rows = await query
        .selectFrom('user_links')
        .select(['target_id', (select) => select.fn.countAll<number>().as('users')])
        .where('account_id', '=', accountId)
        .where('kind', '=', kind)
        .groupBy('target_id')
        .execute()
      return new Map(rows.map((row) => [row.target_id, Number(row.users)]))
    },

    async list(accountId, kind) {
      const rows = await query
        .selectFrom('user_links')
        .select(['target_id', 'user_id'])
        .where('account_id', '=', accountId)
        .where('kind', '=', kind)
        .execute()
      return rows.map((row) => ({ targetId: row.target_id, userId: row.user_id }))
    },

    async replace(accountId, userId, links) {
      await query
        .deleteFrom('user_links')
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .execute()
      const distinct = new Map(links.map((link) => [`${link.kind} ${link.targetId}`, link]))
      const rows = [...distinct.values()].map((link) => ({
        account_id: accountId,
        kind: link.kind,
        target_id: link.targetId,
        user_id: userId,
      }))
      await inSlices(rows, async (slice) => {
        await query
          .insertInto('user_links')
          .values([...slice])
          .execute()
        return []
      })
    },
  }
}
