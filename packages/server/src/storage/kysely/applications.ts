import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type {
  Application,
  StoredApplication,
  StoredSecret,
} from '#domain/applications/application.ts'
import { nameKey } from '#lib/name-key.ts'
import type { ApplicationWriter } from '../port.ts'
import type { ApplicationRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { isUniqueViolation } from './sql-errors.ts'

const byId = hotQuery<ApplicationRow, { readonly accountId: string; readonly id: string }>(
  (query, value) =>
    query
      .selectFrom('applications')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

// Written out: SQLite uses a partial index only if it sees the condition when it plans.
const isLive = sql<boolean>`deleted = 0`

export function createApplicationStore(database: Transaction): ApplicationWriter {
  const { query } = database
  const live = (accountId: AccountId) =>
    query.selectFrom('applications').where('account_id', '=', accountId).where(isLive)

  const find: ApplicationWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseApplication(row)
  }

  return {
    find,

    async findByName(accountId, clientName) {
      const row = await live(accountId)
        .selectAll()
        .where('name_key', '=', nameKey(clientName))
        .executeTakeFirst()
      return row && parseApplication(row)
    },

    async list(accountId) {
      const rows = await live(accountId).selectAll().orderBy('created_at').orderBy('id').execute()
      return rows.map(parseApplication)
    },

    async count(accountId) {
      const { applications } = await live(accountId)
        .select((select) => select.fn.countAll<number>().as('applications'))
        .executeTakeFirstOrThrow()
      return Number(applications)
    },

    async revision(accountId) {
      const { newest } = await query
        .selectFrom('applications')
        .select((select) => select.fn.max('revision').as('newest'))
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return Number(newest ?? 0)
    },

    async insert(accountId, stored) {
      // An id that is used twice is met by the look, not by the index: the account is held meanwhile.
      if (await find(accountId, stored.application.id)) return 'exists'
      try {
        await query
          .insertInto('applications')
          .values({ account_id: accountId, id: stored.application.id, ...columnsOf(stored) })
          .execute()
      } catch (error) {
        if (isUniqueViolation(error, 'applications_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'inserted'
    },

    async update(accountId, stored) {
      try {
        const { numUpdatedRows } = await query
          .updateTable('applications')
          .set(columnsOf(stored))
          .where('account_id', '=', accountId)
          .where('id', '=', stored.application.id)
          .executeTakeFirst()
        if (numUpdatedRows !== 1n) return 'not_found'
      } catch (error) {
        if (isUniqueViolation(error, 'applications_key')) return 'name_taken'
        throw error
      }
      await database.announce({ about: 'account', accountId })
      return 'updated'
    },
  }
}

function parseApplication(row: ApplicationRow): StoredApplication {
  const previous = secretOf(row.previous_secret_hash, row.previous_sealed_secret)
  const until = row.previous_until
  return {
    application: JSON.parse(row.data) as Application,
    secret: secretOf(row.secret_hash, row.sealed_secret),
    previous: previous === undefined || until === null ? undefined : { ...previous, until },
  }
}

function secretOf(hash: string | null, sealed: string | null): StoredSecret | undefined {
  return hash === null ? undefined : { hash, sealed: sealed ?? undefined }
}

function columnsOf({
  application,
  secret,
  previous,
}: StoredApplication): Omit<ApplicationRow, 'account_id' | 'id'> {
  return {
    name_key: nameKey(application.manifest.client_name),
    deleted: application.deleted ? 1 : 0,
    created_at: application.createdAt,
    revision: application.revision,
    data: JSON.stringify(application),
    secret_hash: secret?.hash ?? null,
    sealed_secret: secret?.sealed ?? null,
    previous_secret_hash: previous?.hash ?? null,
    previous_sealed_secret: previous?.sealed ?? null,
    previous_until: previous?.until ?? null,
  }
}
