import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import { sha256Hex } from '#lib/digest.ts'
import type { LoginCounter, LoginCounterKey, LoginCounterWriter } from '../port.ts'
import type { LoginCounterRow } from '../schema.ts'
import { freeRows, type Transaction } from './database.ts'

// Small enough to cost nothing, large enough that drops outrun additions.
const dropsPerAddition = 4

export function createLoginCounterStore(database: Transaction): LoginCounterWriter {
  const { query } = database
  const keyOf = (accountId: AccountId, { kind, key }: LoginCounterKey) => ({
    account_id: accountId,
    kind,
    key_hash: sha256Hex(key),
  })
  const whereKey = (accountId: AccountId, key: LoginCounterKey) => {
    const { account_id, kind, key_hash } = keyOf(accountId, key)
    return sql<boolean>`account_id = ${account_id} and kind = ${kind} and key_hash = ${key_hash}`
  }

  async function dropExpired(now: number): Promise<void> {
    const expired = query
      .selectFrom('login_counters')
      .select(['account_id', 'kind', 'key_hash'])
      .where('expires_at', '<', now)
      .limit(dropsPerAddition)
      .$call((rows) => freeRows(database, rows))
      .$asTuple('account_id', 'kind', 'key_hash')
    await query
      .deleteFrom('login_counters')
      .where(({ eb, refTuple }) => eb(refTuple('account_id', 'kind', 'key_hash'), 'in', expired))
      .execute()
  }

  return {
    async find(accountId, key, now) {
      const row = await query
        .selectFrom('login_counters')
        .selectAll()
        .where(whereKey(accountId, key))
        .where('expires_at', '>', now)
        .executeTakeFirst()
      return row && parseCounter(row)
    },

    async add(accountId, key, { now, windowMs }) {
      const over = sql<boolean>`login_counters.expires_at <= ${now}`
      const row = await query
        .insertInto('login_counters')
        .values({
          ...keyOf(accountId, key),
          count: 1,
          window_started_at: now,
          locked_until: null,
          expires_at: now + windowMs,
        })
        .onConflict((conflict) =>
          conflict.columns(['account_id', 'kind', 'key_hash']).doUpdateSet({
            count: sql`case when ${over} then 1 else login_counters.count + 1 end`,
            window_started_at: sql`case when ${over} then ${now} else login_counters.window_started_at end`,
            locked_until: sql`case when ${over} then null else login_counters.locked_until end`,
            expires_at: sql`case when ${over} then ${now + windowMs} else login_counters.expires_at end`,
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
      await dropExpired(now)
      return parseCounter(row)
    },

    async lock(accountId, key, until) {
      await query
        .updateTable('login_counters')
        .set({ locked_until: until, expires_at: until })
        .where(whereKey(accountId, key))
        .execute()
    },

    async clear(accountId, key) {
      const { numDeletedRows } = await query
        .deleteFrom('login_counters')
        .where(whereKey(accountId, key))
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

function parseCounter(row: LoginCounterRow): LoginCounter {
  return {
    count: row.count,
    windowStartedAt: row.window_started_at,
    lockedUntil: row.locked_until ?? undefined,
  }
}
