import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import type { Account } from '#domain/accounts/account.ts'
import type { AccountWriter } from '../port.ts'
import type { AccountRow, Schema } from '../schema.ts'
import { accountIdOf, accountRow, changedColumns, parseAccount } from './account-rows.ts'
import { hotQuery, type Transaction } from './database.ts'

type ById = { readonly id: string }

const revisionOf = hotQuery<{ revision: number }, ById>((query, value) =>
  query.selectFrom('accounts').select('revision').where('id', '=', value.id),
)

const findRow = hotQuery<AccountRow, ById>((query, value) =>
  query.selectFrom('accounts').selectAll().where('id', '=', value.id),
)

/** A transaction of SQLite holds every row from its beginning. */
const lockRow = hotQuery<AccountRow, ById>((query, value, { kind }) =>
  query
    .selectFrom('accounts')
    .selectAll()
    .where('id', '=', value.id)
    .$if(kind === 'postgres', (row) => row.forNoKeyUpdate()),
)

export function createAccountStore(database: Transaction): AccountWriter {
  const { query } = database

  async function find(accountId: AccountId): Promise<Account | undefined> {
    const [row] = await findRow(database, { id: accountId })
    return row && parseAccount(row)
  }

  async function lock(accountId: AccountId): Promise<Account | undefined> {
    const [row] = await lockRow(database, { id: accountId })
    return row && parseAccount(row)
  }

  /** Waits for everybody who is adding to the account, and lets nobody begin. */
  async function keepOut(accountId: AccountId): Promise<boolean> {
    if (database.kind === 'sqlite') return (await lock(accountId)) !== undefined
    // Stronger than `lock`, which lets in rows that refer to the account.
    const row = await query
      .selectFrom('accounts')
      .select('id')
      .where('id', '=', accountId)
      .forUpdate()
      .executeTakeFirst()
    return row !== undefined
  }

  async function wasErased(accountId: AccountId): Promise<boolean> {
    const row = await query
      .selectFrom('erased_accounts')
      .select('id')
      .where('id', '=', accountId)
      .executeTakeFirst()
    return row !== undefined
  }

  return {
    find,
    lock,
    wasErased,

    async list() {
      const rows = await query.selectFrom('accounts').selectAll().execute()
      return rows.map(parseAccount).sort((a, b) => (a.id < b.id ? -1 : 1))
    },

    async onlyActive() {
      const rows = await query
        .selectFrom('accounts')
        .select('id')
        .where('status', '=', 'active')
        .limit(2)
        .execute()
      const [only, another] = rows
      return only === undefined || another !== undefined ? undefined : accountIdOf(only.id)
    },

    async revision(accountId) {
      const [row] = await revisionOf(database, { id: accountId })
      return row?.revision
    },

    async sealedKey(accountId) {
      const row = await query
        .selectFrom('account_keys')
        .select('sealed_key')
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row?.sealed_key
    },

    async sealedKeys() {
      const rows = await query
        .selectFrom('account_keys')
        .select(['account_id', 'sealed_key'])
        .execute()
      return rows.map((row) => ({
        accountId: accountIdOf(row.account_id),
        sealedKey: row.sealed_key,
      }))
    },

    async insert(account, sealedKey) {
      const { numInsertedOrUpdatedRows } = await query
        .insertInto('accounts')
        .values(accountRow(account))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== 1n) return 'exists'
      // After the insert, which waits for an erasure that is under way: before it, that went unseen.
      if (await wasErased(account.id)) {
        await query.deleteFrom('accounts').where('id', '=', account.id).execute()
        return 'erased'
      }
      await query
        .insertInto('account_keys')
        .values({
          account_id: account.id,
          sealed_key: sealedKey,
          created_at: account.createdAt,
        })
        .execute()
      return 'inserted'
    },

    async update(accountId, change) {
      const columns = changedColumns(change)
      // Kysely writes no valid statement for an update of nothing.
      if (Object.keys(columns).length === 0) return lock(accountId)
      const row = await query
        .updateTable('accounts')
        .set(columns)
        .where('id', '=', accountId)
        .returningAll()
        .executeTakeFirst()
      if (row !== undefined) await database.announce({ about: 'account', accountId })
      return row && parseAccount(row)
    },

    async nextRevision(accountId) {
      const row = await query
        .updateTable('accounts')
        .set({ revision: sql<number>`revision + 1` })
        .where('id', '=', accountId)
        .returning('revision')
        .executeTakeFirstOrThrow()
      await database.announce({ about: 'account', accountId })
      return row.revision
    },

    async takeObjectIds(accountId, count) {
      const row = await query
        .updateTable('accounts')
        .set({ next_object_id: sql<number>`next_object_id + ${count}` })
        .where('id', '=', accountId)
        .returning('next_object_id')
        .executeTakeFirstOrThrow()
      return row.next_object_id - count
    },

    async replaceSealedKey(accountId, previous, next) {
      const { numUpdatedRows } = await query
        .updateTable('account_keys')
        .set({ sealed_key: next })
        .where('account_id', '=', accountId)
        .where('sealed_key', '=', previous)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async erase(accountId, at) {
      if (!(await keepOut(accountId))) return false
      for (const table of ownedTables) {
        await query.deleteFrom(table).where('account_id', '=', accountId).execute()
      }
      await query
        .deleteFrom('directory_hosts')
        .where('scope', '=', 'account')
        .where('scope_id', '=', accountId)
        .execute()
      await query.deleteFrom('accounts').where('id', '=', accountId).execute()
      await query.insertInto('erased_accounts').values({ id: accountId, erased_at: at }).execute()
      await database.announce({ about: 'account', accountId })
      return true
    },
  }
}

/** Every table that holds an account's things; a test compares the list with the database's own. */
export const ownedTables = [
  'account_keys',
  'users',
  'profiles',
  'skills',
  'agent_groups',
  'lobs',
  'user_links',
  'user_credentials',
  'login_counters',
  'sessions',
  'audit_events',
  'audit_heads',
  'api_keys',
  'api_key_uses',
  'refused_requests',
  'applications',
  'application_uses',
  'signing_keys',
  'authorization_codes',
  'grants',
  'access_tokens',
  'refresh_tokens',
  'client_assertions',
  'browser_sessions',
  'consents',
  'account_logos',
  'connectors',
  'engagements',
  'campaigns',
  'consumers',
  'delegated_tokens',
  'consumer_revocations',
  'consumer_links',
  'consumer_events',
  'consumer_erasures',
  'refused_handshakes',
  'connector_uses',
  'statistics',
] as const satisfies readonly (keyof Schema)[]
