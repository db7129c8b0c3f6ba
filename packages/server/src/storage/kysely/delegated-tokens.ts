import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { StoredDelegation } from '#domain/delegation/delegated-tokens.ts'
import type { DelegatedTokenWriter } from '../port.ts'
import type { DelegatedTokenRow } from '../schema.ts'
import { freeRows, type Transaction } from './database.ts'

const dropsPerAddition = 4

/** Sealed tokens by consumer and conversation, as long as the consumer may be in one. */
export function createDelegatedTokenStore(database: Transaction): DelegatedTokenWriter {
  const { query } = database

  async function dropOld(now: number): Promise<void> {
    const old = query
      .selectFrom('delegated_tokens')
      .select(['account_id', 'consumer_id', 'conversation_id'])
      .where('kept_until', '<', now)
      .limit(dropsPerAddition)
      .$call((rows) => freeRows(database, rows))
    await query
      .deleteFrom('delegated_tokens')
      .where(({ eb, refTuple }) =>
        eb(
          refTuple('account_id', 'consumer_id', 'conversation_id'),
          'in',
          old.$asTuple('account_id', 'consumer_id', 'conversation_id'),
        ),
      )
      .execute()
  }

  return {
    async find(accountId, { consumerId, conversationId }) {
      const row = await query
        .selectFrom('delegated_tokens')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('consumer_id', '=', consumerId)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst()
      return row && parseDelegation(row)
    },

    async list(accountId, consumerId) {
      const rows = await query
        .selectFrom('delegated_tokens')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('consumer_id', '=', consumerId)
        .orderBy('conversation_id')
        .execute()
      return rows.map(parseDelegation)
    },

    async put(accountId, stored) {
      const values = rowOf(accountId, stored)
      await query
        .insertInto('delegated_tokens')
        .values(values)
        .onConflict((conflict) =>
          conflict.columns(['account_id', 'consumer_id', 'conversation_id']).doUpdateSet(values),
        )
        .execute()
      await dropOld(stored.updatedAt)
    },

    async claimRenewal(accountId, { consumerId, conversationId, updatedAt }, { now, until }) {
      const { numUpdatedRows } = await query
        .updateTable('delegated_tokens')
        .set({ renewed_until: until })
        .where('account_id', '=', accountId)
        .where('consumer_id', '=', consumerId)
        .where('conversation_id', '=', conversationId)
        .where('updated_at', '=', updatedAt)
        .where('renewed_until', '<=', now)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    async remove(accountId, { consumerId, conversationId }) {
      const { numDeletedRows } = await query
        .deleteFrom('delegated_tokens')
        .where('account_id', '=', accountId)
        .where('consumer_id', '=', consumerId)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    async removeOf(accountId, consumerId) {
      const { numDeletedRows } = await query
        .deleteFrom('delegated_tokens')
        .where('account_id', '=', accountId)
        .where('consumer_id', '=', consumerId)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

function rowOf(accountId: AccountId, stored: StoredDelegation): DelegatedTokenRow {
  return {
    account_id: accountId,
    consumer_id: stored.consumerId,
    conversation_id: stored.conversationId,
    connector_id: stored.connectorId,
    sealed: stored.sealed,
    access_expires_at: stored.accessExpiresAt ?? null,
    kept_until: stored.keptUntil,
    updated_at: stored.updatedAt,
    renewed_until: 0,
  }
}

function parseDelegation(row: DelegatedTokenRow): StoredDelegation {
  return {
    consumerId: row.consumer_id,
    conversationId: row.conversation_id,
    connectorId: row.connector_id,
    sealed: row.sealed,
    accessExpiresAt: row.access_expires_at ?? undefined,
    keptUntil: row.kept_until,
    updatedAt: row.updated_at,
  }
}
