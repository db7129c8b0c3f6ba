import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type { User } from '#domain/users/user.ts'
import { nameKey } from '#lib/name-key.ts'
import type { ConfigWriter } from '../port.ts'
import type { ConfigRow, ConfigTable } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'
import { inSlices, isUniqueViolation } from './sql-errors.ts'

type Stored = {
  readonly id: number
  readonly deleted: boolean
  readonly dateUpdated: number
  readonly name: string
}

/** Profiles, skills, agent groups, LOBs. */
export function createConfigStore<T extends Stored>(
  database: Transaction,
  table: Exclude<ConfigTable, 'users'>,
): ConfigWriter<T> {
  return createStore<T>(database, table, { nameOf: (object) => object.name, extra: () => ({}) })
}

/** Users are named by `loginName`; their full names are unique as well. */
export function createUserStore(database: Transaction): ConfigWriter<User> {
  return createStore<User>(database, 'users', {
    nameOf: (user) => user.loginName,
    extra: (user) => ({ full_name_key: user.fullName === '' ? null : nameKey(user.fullName) }),
  })
}

type Mapping<T> = {
  readonly nameOf: (object: T) => string
  readonly extra: (object: T) => Readonly<Record<string, unknown>>
}

// Written out: SQLite uses a partial index only if it sees the condition when it plans.
const isLive = sql<boolean>`deleted = 0`

const findQueries = {
  users: findQuery('users'),
  profiles: findQuery('profiles'),
  skills: findQuery('skills'),
  agent_groups: findQuery('agent_groups'),
  lobs: findQuery('lobs'),
}

function findQuery(table: ConfigTable) {
  return hotQuery<{ data: string }>((query) =>
    query.selectFrom(table).select('data').where('account_id', '=', '').where('id', '=', 0),
  )
}

function createStore<T extends Omit<Stored, 'name'>>(
  database: Transaction,
  table: ConfigTable,
  { nameOf, extra }: Mapping<T>,
): ConfigWriter<T> {
  const { query } = database
  const rowsOf = (accountId: AccountId) =>
    query.selectFrom(table).select('data').where('account_id', '=', accountId)
  const row = (accountId: AccountId, object: T): ConfigRow => ({
    account_id: accountId,
    id: object.id,
    name_key: nameKey(nameOf(object)),
    deleted: object.deleted ? 1 : 0,
    data: JSON.stringify(object),
    updated_at: object.dateUpdated,
    ...extra(object),
  })

  return {
    async list(accountId, options) {
      const live =
        options?.includeDeleted === true ? rowsOf(accountId) : rowsOf(accountId).where(isLive)
      const rows = await live.orderBy('id').execute()
      return rows.map((found) => parseObject<T>(found.data))
    },

    async find(accountId, id) {
      const [found] = await findQueries[table](database, [accountId, id])
      return found && parseObject<T>(found.data)
    },

    async findMany(accountId, ids) {
      const slices = await inSlices(ids, (slice) =>
        rowsOf(accountId)
          .where('id', 'in', [...slice])
          .orderBy('id')
          .execute(),
      )
      return slices.map((found) => parseObject<T>(found.data))
    },

    async findByName(accountId, name) {
      const found = await rowsOf(accountId)
        .where('name_key', '=', nameKey(name))
        .where(isLive)
        .executeTakeFirst()
      return found && parseObject<T>(found.data)
    },

    async count(accountId) {
      const { live } = await query
        .selectFrom(table)
        .select((select) => select.fn.countAll<number>().as('live'))
        .where('account_id', '=', accountId)
        .where(isLive)
        .executeTakeFirstOrThrow()
      return Number(live)
    },

    async nameWasUsed(accountId, name) {
      const found = await rowsOf(accountId).where('name_key', '=', nameKey(name)).executeTakeFirst()
      return found !== undefined
    },

    async insert(accountId, object) {
      try {
        await query.insertInto(table).values(row(accountId, object)).execute()
        return 'inserted'
      } catch (error) {
        if (isUniqueViolation(error, `${table}_key`)) return 'name_taken'
        throw error
      }
    },

    async update(accountId, object) {
      try {
        const { account_id: _, id, ...columns } = row(accountId, object)
        const { numUpdatedRows } = await query
          .updateTable(table)
          .set(columns)
          .where('account_id', '=', accountId)
          .where('id', '=', id)
          .executeTakeFirst()
        return numUpdatedRows === 1n ? 'updated' : 'not_found'
      } catch (error) {
        if (isUniqueViolation(error, `${table}_key`)) return 'name_taken'
        throw error
      }
    },
  }
}

/** What we wrote ourselves; members that JSON leaves out are `undefined` again by being absent. */
function parseObject<T>(data: string): T {
  return JSON.parse(data) as T
}
