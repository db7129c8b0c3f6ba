import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import { nameKey } from '#lib/name-key.ts'
import type { ApplicationRow, CampaignRow, ConnectorRow } from '../schema.ts'
import type { Transaction } from './database.ts'
import { isUniqueViolation } from './sql-errors.ts'

/** Tables of objects of an account that have an id, a name that is unique among the live ones, and a revision. */
export type NamedRows = {
  readonly applications: ApplicationRow
  readonly connectors: ConnectorRow
  readonly campaigns: CampaignRow
}

type Table = keyof NamedRows

/** What tells one kind from another. */
type Mapping<T extends Table, Stored> = {
  readonly table: T
  readonly find: (accountId: AccountId, id: NamedRows[T]['id']) => Promise<Stored | undefined>
  readonly idOf: (stored: Stored) => NamedRows[T]['id']
  readonly parse: (row: NamedRows[T]) => Stored
  readonly columnsOf: (stored: Stored) => Omit<NamedRows[T], 'account_id' | 'id'>
}

// Written out: SQLite uses a partial index only if it sees the condition when it plans.
const isLive = sql<boolean>`deleted = 0`

/** What every such store does alike. Adding and replacing announce the account. */
export function namedObjects<T extends Table, Stored>(
  database: Transaction,
  { table, find, idOf, parse, columnsOf }: Mapping<T, Stored>,
) {
  const { query } = database
  const named: Table = table
  const live = (accountId: AccountId) =>
    query.selectFrom(named).where('account_id', '=', accountId).where(isLive)
  // The rows are of this one table, though their type is that of all.
  const parseRow = (row: object) => parse(row as NamedRows[T])

  async function unlessNameIsTaken<O>(write: () => Promise<O>): Promise<O | 'name_taken'> {
    try {
      return await write()
    } catch (error) {
      if (isUniqueViolation(error, `${table}_key`)) return 'name_taken'
      throw error
    }
  }

  return {
    find,

    async findByName(accountId: AccountId, name: string): Promise<Stored | undefined> {
      const row = await live(accountId)
        .selectAll()
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()
      return row && parseRow(row)
    },

    async list(
      accountId: AccountId,
      orderBy: 'id' | 'created_at' = 'id',
    ): Promise<readonly Stored[]> {
      const rows = await live(accountId).selectAll().orderBy(orderBy).orderBy('id').execute()
      return rows.map(parseRow)
    },

    async count(accountId: AccountId): Promise<number> {
      const { objects } = await live(accountId)
        .select((select) => select.fn.countAll<number>().as('objects'))
        .executeTakeFirstOrThrow()
      return Number(objects)
    },

    async insert(
      accountId: AccountId,
      stored: Stored,
    ): Promise<'inserted' | 'exists' | 'name_taken'> {
      // An id that is used twice is met by the look, not by the index: the account is held meanwhile.
      if (await find(accountId, idOf(stored))) return 'exists'
      const values: object = { account_id: accountId, id: idOf(stored), ...columnsOf(stored) }
      const outcome = await unlessNameIsTaken(async () => {
        await query
          .insertInto(named)
          .values(values as NamedRows[Table])
          .execute()
        return 'inserted' as const
      })
      if (outcome === 'inserted') await database.announce({ about: 'account', accountId })
      return outcome
    },

    async update(
      accountId: AccountId,
      stored: Stored,
    ): Promise<'updated' | 'name_taken' | 'not_found'> {
      const outcome = await unlessNameIsTaken(async () => {
        const { numUpdatedRows } = await query
          .updateTable(named)
          .set(columnsOf(stored) as object as Partial<NamedRows[Table]>)
          .where('account_id', '=', accountId)
          .where('id', '=', idOf(stored))
          .executeTakeFirst()
        return numUpdatedRows === 1n ? ('updated' as const) : ('not_found' as const)
      })
      if (outcome === 'updated') await database.announce({ about: 'account', accountId })
      return outcome
    },
  }
}
