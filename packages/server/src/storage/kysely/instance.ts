import type { InstanceWriter, OperatorToken, OperatorTokenWriter } from '../port.ts'
import type { OperatorTokenRow } from '../schema.ts'
import type { Transaction } from './database.ts'

export function createInstanceStore({ query }: Transaction): InstanceWriter {
  async function get(key: string): Promise<string | undefined> {
    const row = await query
      .selectFrom('instance')
      .select('value')
      .where('key', '=', key)
      .executeTakeFirst()
    return row?.value
  }
  return {
    get,

    async setOnce(key, value) {
      await query
        .insertInto('instance')
        .values({ key, value })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return (await get(key)) ?? value
    },

    async replace(key, previous, value) {
      const { numUpdatedRows } = await query
        .updateTable('instance')
        .set({ value })
        .where('key', '=', key)
        .where('value', '=', previous)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async set(key, value) {
      await query
        .insertInto('instance')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
        .execute()
    },
  }
}

/** Operator tokens belong to the instance, not to an account. */
export function createOperatorTokenStore({ query }: Transaction): OperatorTokenWriter {
  return {
    async findByToken(tokenHash) {
      const row = await query
        .selectFrom('operator_tokens')
        .selectAll()
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      return row && parseToken(row)
    },

    async list() {
      const rows = await query
        .selectFrom('operator_tokens')
        .selectAll()
        .orderBy('created_at')
        .execute()
      return rows.map(parseToken)
    },

    async insert(token) {
      await query
        .insertInto('operator_tokens')
        .values({
          id: token.id,
          label: token.label,
          token_hash: token.tokenHash,
          created_at: token.createdAt,
          expires_at: token.expiresAt ?? null,
        })
        .execute()
    },

    async remove(id) {
      const { numDeletedRows } = await query
        .deleteFrom('operator_tokens')
        .where('id', '=', id)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

function parseToken(row: OperatorTokenRow): OperatorToken {
  return {
    id: row.id,
    label: row.label,
    tokenHash: row.token_hash,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
  }
}
