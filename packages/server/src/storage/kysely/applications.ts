import type {
  Application,
  StoredApplication,
  StoredSecret,
} from '#domain/applications/application.ts'
import { nameKey } from '#lib/name-key.ts'
import type { ApplicationWriter } from '../port.ts'
import type { ApplicationRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { namedObjects } from './named-objects.ts'

const byId = hotQuery<ApplicationRow, { readonly accountId: string; readonly id: string }>(
  (query, value) =>
    query
      .selectFrom('applications')
      .selectAll()
      .where('account_id', '=', value.accountId)
      .where('id', '=', value.id),
)

export function createApplicationStore(database: Transaction): ApplicationWriter {
  const { query } = database
  const find: ApplicationWriter['find'] = async (accountId, id) => {
    const [row] = await byId(database, { accountId, id })
    return row && parseApplication(row)
  }

  const applications = namedObjects(database, {
    table: 'applications',
    find,
    idOf: ({ application }) => application.id,
    parse: parseApplication,
    columnsOf,
  })
  return {
    ...applications,
    list: (accountId) => applications.list(accountId, 'created_at'),

    async revision(accountId) {
      const { newest } = await query
        .selectFrom('applications')
        .select((select) => select.fn.max('revision').as('newest'))
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow()
      return Number(newest ?? 0)
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
