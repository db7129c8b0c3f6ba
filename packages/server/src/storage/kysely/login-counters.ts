import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sql } from 'kysely'
import { sha256Hex } from '#lib/digest.ts'
import type { LoginCounter, LoginCounterKey, LoginCounterWriter } from '../port.ts'
import type { LoginCounterRow } from '../schema.ts'
import { freeRows, hotQuery, onlyRow, type Transaction } from './database.ts'
import { inSlices } from './sql-errors.ts'

// Small enough to cost nothing, large enough that drops outrun additions.
const dropsPerAddition = 4

type RowKey = { readonly account_id: string; readonly kind: string; readonly key_hash: string }

const hasKey = ({ account_id, kind, key_hash }: RowKey) =>
  sql<boolean>`account_id = ${account_id} and kind = ${kind} and key_hash = ${key_hash}`

const findRow = hotQuery<LoginCounterRow, RowKey & { readonly now: number }>((query, value) =>
  query
    .selectFrom('login_counters')
    .selectAll()
    .where(hasKey(value))
    .where('expires_at', '>', value.now),
)

type Addition = RowKey & { readonly now: number; readonly expiresAt: number }

const addToRow = hotQuery<LoginCounterRow, Addition>((query, value) => {
  const { account_id, kind, key_hash, now, expiresAt } = value
  const over = sql<boolean>`login_counters.expires_at <= ${now}`
  return query
    .insertInto('login_counters')
    .values({
      ...{ account_id, kind, key_hash },
      count: 1,
      window_started_at: now,
      locked_until: null,
      expires_at: expiresAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'kind', 'key_hash']).doUpdateSet({
        count: sql`case when ${over} then 1 else login_counters.count + 1 end`,
        window_started_at: sql`case when ${over} then ${now} else login_counters.window_started_at end`,
        locked_until: sql`case when ${over} then null else login_counters.locked_until end`,
        expires_at: sql`case when ${over} then ${expiresAt} else login_counters.expires_at end`,
      }),
    )
    .returningAll()
})

const expiredRows = hotQuery<RowKey, { readonly now: number }>((query, value, database) =>
  query
    .selectFrom('login_counters')
    .select(['account_id', 'kind', 'key_hash'])
    .where('expires_at', '<', value.now)
    .limit(dropsPerAddition)
    .$call((rows) => freeRows(database, rows)),
)

const removeRow = hotQuery<RowKey, RowKey>((query, value) =>
  query
    .deleteFrom('login_counters')
    .where(hasKey(value))
    .returning(['account_id', 'kind', 'key_hash']),
)

export function createLoginCounterStore(database: Transaction): LoginCounterWriter {
  const { query } = database
  const keyOf = (accountId: AccountId, { kind, key }: LoginCounterKey): RowKey => ({
    account_id: accountId,
    kind,
    key_hash: sha256Hex(key),
  })

  const lockedRows = (accountId: AccountId, now: number) =>
    query
      .selectFrom('login_counters')
      .where('account_id', '=', accountId)
      .where('kind', '=', 'failures-in-a-row' satisfies LoginCounterKey['kind'])
      .where('locked_until', '>', now)

  async function dropExpired(now: number): Promise<void> {
    for (const row of await expiredRows(database, { now })) await removeRow(database, row)
  }

  return {
    async find(accountId, key, now) {
      const [row] = await findRow(database, { ...keyOf(accountId, key), now })
      return row && parseCounter(row)
    },

    async hasLocked(accountId, now) {
      const row = await lockedRows(accountId, now).select('key_hash').limit(1).executeTakeFirst()
      return row !== undefined
    },

    async lockedAmong(accountId, names, now) {
      const nameBy = new Map(names.map((name) => [sha256Hex(name), name]))
      const rows = await inSlices([...nameBy.keys()], (hashes) =>
        lockedRows(accountId, now)
          .select(['key_hash', 'locked_until'])
          .where('key_hash', 'in', [...hashes])
          .execute(),
      )
      return new Map(rows.map((row) => [nameBy.get(row.key_hash) ?? '', row.locked_until ?? 0]))
    },

    async add(accountId, key, { now, windowMs }) {
      const addition = { ...keyOf(accountId, key), now, expiresAt: now + windowMs }
      const row = onlyRow(await addToRow(database, addition))
      await dropExpired(now)
      return parseCounter(row)
    },

    async lock(accountId, key, until) {
      await query
        .updateTable('login_counters')
        .set({ locked_until: until, expires_at: until })
        .where(hasKey(keyOf(accountId, key)))
        .execute()
    },

    async clear(accountId, key) {
      return (await removeRow(database, keyOf(accountId, key))).length > 0
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
