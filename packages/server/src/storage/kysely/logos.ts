import type { LogoWriter } from '../logos-port.ts'
import type { Transaction } from './database.ts'

export function createLogoStore({ query }: Transaction): LogoWriter {
  return {
    async find(accountId) {
      const row = await query
        .selectFrom('account_logos')
        .selectAll()
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { media_type: mediaType, version, updated_at: updatedAt } = row
      return { mediaType, version, updatedAt, bytes: Buffer.from(row.base64, 'base64') }
    },

    async version(accountId) {
      const row = await query
        .selectFrom('account_logos')
        .select('version')
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row?.version
    },

    async put(accountId, { mediaType, bytes, version, updatedAt }) {
      const columns = {
        media_type: mediaType,
        base64: bytes.toString('base64'),
        version,
        updated_at: updatedAt,
      }
      await query
        .insertInto('account_logos')
        .values({ account_id: accountId, ...columns })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(columns))
        .execute()
    },

    async remove(accountId) {
      const { numDeletedRows } = await query
        .deleteFrom('account_logos')
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
