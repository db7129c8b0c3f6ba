import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import type { Consent, ConsentWriter } from '../port.ts'
import type { ConsentRow } from '../schema.ts'
import type { Transaction } from './database.ts'

export function createConsentStore({ query }: Transaction): ConsentWriter {
  const consentsOf = (accountId: AccountId) =>
    query.selectFrom('consents').selectAll().where('account_id', '=', accountId)

  return {
    async find(accountId, userId, clientId) {
      const row = await consentsOf(accountId)
        .where('user_id', '=', userId)
        .where('client_id', '=', clientId)
        .executeTakeFirst()
      return row && parseConsent(row)
    },

    async list(accountId, { userId, clientId } = {}) {
      let asked = consentsOf(accountId)
      if (userId !== undefined) asked = asked.where('user_id', '=', userId)
      if (clientId !== undefined) asked = asked.where('client_id', '=', clientId)
      const rows = await asked
        .orderBy('updated_at', 'desc')
        .orderBy('user_id')
        .orderBy('client_id')
        .execute()
      return rows.map(parseConsent)
    },

    async hold(accountId, userId, clientId) {
      // An update that changes nothing holds the row on both databases.
      const row = await query
        .updateTable('consents')
        .set(({ ref }) => ({ updated_at: ref('updated_at') }))
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .where('client_id', '=', clientId)
        .returningAll()
        .executeTakeFirst()
      return row && parseConsent(row)
    },

    async put(accountId, consent) {
      const row = consentRow(accountId, consent)
      await query
        .insertInto('consents')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['account_id', 'user_id', 'client_id'])
            .doUpdateSet({ scopes: row.scopes, updated_at: row.updated_at }),
        )
        .execute()
    },

    async remove(accountId, userId, clientId) {
      const { numDeletedRows } = await query
        .deleteFrom('consents')
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .where('client_id', '=', clientId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },

    async removeOfClient(accountId, clientId) {
      const { numDeletedRows } = await query
        .deleteFrom('consents')
        .where('account_id', '=', accountId)
        .where('client_id', '=', clientId)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

function parseConsent(row: ConsentRow): Consent {
  return {
    userId: row.user_id,
    clientId: row.client_id,
    scopes: row.scopes.split(' ').filter((scope) => scope !== ''),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

function consentRow(accountId: AccountId, consent: Consent): ConsentRow {
  return {
    account_id: accountId,
    user_id: consent.userId,
    client_id: consent.clientId,
    scopes: consent.scopes.join(' '),
    created_at: consent.createdAt,
    updated_at: consent.updatedAt,
  }
}
