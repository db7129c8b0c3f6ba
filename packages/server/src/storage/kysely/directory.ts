import type { DirectoryWriter } from '../port.ts'
import type { Transaction } from './database.ts'

export function createDirectoryStore({ query }: Transaction): DirectoryWriter {
  return {
    async list(scope, scopeId) {
      const rows = await query
        .selectFrom('directory_hosts')
        .selectAll()
        .where('scope', '=', scope)
        .where('scope_id', '=', scopeId)
        .orderBy('service')
        .execute()
      return rows.map((row) => ({
        scope,
        scopeId: row.scope_id,
        service: row.service,
        host: row.host ?? undefined,
        hidden: row.hidden === 1,
      }))
    },

    async hosts() {
      const rows = await query
        .selectFrom('directory_hosts')
        .select('host')
        .distinct()
        .where('host', 'is not', null)
        .execute()
      return rows.flatMap((row) => (row.host === null ? [] : [row.host]))
    },

    async put({ scope, scopeId, service, host = null, hidden }) {
      const columns = { host, hidden: hidden ? 1 : 0 }
      await query
        .insertInto('directory_hosts')
        .values({ scope, scope_id: scopeId, service, ...columns })
        .onConflict((conflict) =>
          conflict.columns(['scope', 'scope_id', 'service']).doUpdateSet(columns),
        )
        .execute()
    },

    async remove(scope, scopeId, service) {
      const { numDeletedRows } = await query
        .deleteFrom('directory_hosts')
        .where('scope', '=', scope)
        .where('scope_id', '=', scopeId)
        .where('service', '=', service)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
