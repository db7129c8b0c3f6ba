import type { GlobalApplication } from '#domain/applications/application.ts'
import { nameKey } from '#lib/name-key.ts'
import type { GlobalApplicationWriter } from '../port.ts'
import type { GlobalApplicationRow } from '../schema.ts'
import type { Transaction } from './database.ts'
import { isUniqueViolation } from './sql-errors.ts'

/** Applications that the operator publishes: of the whole instance. */
export function createGlobalApplicationStore({ query }: Transaction): GlobalApplicationWriter {
  const find: GlobalApplicationWriter['find'] = async (id) => {
    const row = await query
      .selectFrom('global_applications')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row && parseRow(row)
  }

  return {
    find,

    async list() {
      const rows = await query
        .selectFrom('global_applications')
        .selectAll()
        .orderBy('created_at')
        .orderBy('id')
        .execute()
      return rows.map(parseRow)
    },

    async insert(application) {
      if (await find(application.id)) return 'exists'
      try {
        await query
          .insertInto('global_applications')
          .values({ id: application.id, ...columnsOf(application) })
          .execute()
        return 'inserted'
      } catch (error) {
        if (isUniqueViolation(error, 'global_applications_pkey')) return 'name_taken'
        throw error
      }
    },

    async update(application, version) {
      try {
        const { numUpdatedRows } = await query
          .updateTable('global_applications')
          .set(columnsOf(application))
          .where('id', '=', application.id)
          .where('version', '=', version)
          .executeTakeFirst()
        return numUpdatedRows === 1n ? 'updated' : 'stale'
      } catch (error) {
        if (isUniqueViolation(error, 'global_applications_pkey')) return 'name_taken'
        throw error
      }
    },
  }
}

function parseRow(row: GlobalApplicationRow): GlobalApplication {
  return JSON.parse(row.data) as GlobalApplication
}

function columnsOf(application: GlobalApplication): Omit<GlobalApplicationRow, 'id'> {
  return {
    name_key: nameKey(application.manifest.client_name),
    withdrawn: application.withdrawn ? 1 : 0,
    version: application.version,
    created_at: application.createdAt,
    data: JSON.stringify(application),
  }
}
