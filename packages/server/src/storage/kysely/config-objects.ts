import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { type Kysely, sql } from 'kysely'
import type { User } from '#domain/users/user.ts'
import { nameKey } from '#lib/name-key.ts'
import type { ConfigWriter } from '../port.ts'
import type { ConfigRow, ConfigTable, Schema } from '../schema.ts'
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

const hotQueries = {
  users: hotQueriesOf('users'),
  profiles: hotQueriesOf('profiles'),
  skills: hotQueriesOf('skills'),
  agent_groups: hotQueriesOf('agent_groups'),
  lobs: hotQueriesOf('lobs'),
}

type InAccount = { readonly accountId: string }

function hotQueriesOf(table: ConfigTable) {
  const dataOf = (query: Kysely<Schema>, { accountId }: InAccount) =>
    query.selectFrom(table).select('data').where('account_id', '=', accountId)
  return {
    find: hotQuery<Data, InAccount & { readonly id: number }>((query, value) =>
      dataOf(query, value).where('id', '=', value.id),
    ),
    findByName: hotQuery<Data, InAccount & { readonly nameKey: string }>((query, value) =>
      dataOf(query, value).where('name_key', '=', value.nameKey).where(isLive),
    ),
    listLive: hotQuery<Data, InAccount>((query, value) =>
      dataOf(query, value).where(isLive).orderBy('id'),
    ),
  }
}

type Data = { readonly data: string }

function createStore<T extends Omit<Stored, 'name'>>(
  database: Transaction,
  table: ConfigTable,
  { nameOf, extra }: Mapping<T>,
): ConfigWriter<T> {
  const { query } = database
  const hot = hotQueries[table]
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
      const rows =
        options?.includeDeleted === true
          ? await rowsOf(accountId).orderBy('id').execute()
          : await hot.listLive(database, { accountId })
      return rows.map((found) => parseObject<T>(found.data))
    },

    async find(accountId, id) {
      const [found] = await hot.find(database, { accountId, id })
      return found && parseObject<T>(found.data)
    },

    async findMany(accountId, ids) {
      if (ids.length === 1) {
        const [found] = await hot.find(database, { accountId, id: ids[0] ?? 0 })
        return found === undefined ? [] : [parseObject<T>(found.data)]
      }
      const slices = await inSlices(ids, (slice) =>
        rowsOf(accountId)
          .where('id', 'in', [...slice])
          .orderBy('id')
          .execute(),
      )
      return slices.map((found) => parseObject<T>(found.data))
    },

    async findByName(accountId, name) {
      const [found] = await hot.findByName(database, { accountId, nameKey: nameKey(name) })
      return found && parseObject<T>(found.data)
    },

    async names(accountId) {
      const rows = await query
        .selectFrom(table)
        .select(['id', 'name_key'])
        .where('account_id', '=', accountId)
        .where(isLive)
        .execute()
      return rows.map((found) => ({ id: found.id, nameKey: found.name_key }))
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
