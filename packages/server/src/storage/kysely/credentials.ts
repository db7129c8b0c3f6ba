import type { Credential, CredentialWriter } from '../port.ts'
import type { CredentialRow } from '../schema.ts'
import { hotQuery, type Transaction } from './database.ts'

type OfUser = { readonly accountId: string; readonly userId: number }

const findRow = hotQuery<CredentialRow, OfUser>((query, value) =>
  query
    .selectFrom('user_credentials')
    .selectAll()
    .where('account_id', '=', value.accountId)
    .where('user_id', '=', value.userId),
)

const noteLogin = hotQuery<object, OfUser & { readonly at: number }>((query, value) =>
  query
    .updateTable('user_credentials')
    .set({ last_login_at: value.at })
    .where('account_id', '=', value.accountId)
    .where('user_id', '=', value.userId),
)

export function createCredentialStore(database: Transaction): CredentialWriter {
  const { query } = database
  return {
    async find(accountId, userId) {
      const [row] = await findRow(database, { accountId, userId })
      return row && parseCredential(row)
    },

    async put(accountId, credential) {
      const columns = credentialColumns(credential)
      await query
        .insertInto('user_credentials')
        .values({ account_id: accountId, user_id: credential.userId, ...columns })
        .onConflict((conflict) => conflict.columns(['account_id', 'user_id']).doUpdateSet(columns))
        .execute()
    },

    async replaceHash(accountId, userId, previousHash, nextHash) {
      const { numUpdatedRows } = await query
        .updateTable('user_credentials')
        .set({ password_hash: nextHash })
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .where('password_hash', '=', previousHash)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async noteLogin(accountId, userId, at) {
      await noteLogin(database, { accountId, userId, at })
    },

    async remove(accountId, userId) {
      await query
        .deleteFrom('user_credentials')
        .where('account_id', '=', accountId)
        .where('user_id', '=', userId)
        .execute()
    },
  }
}

function parseCredential(row: CredentialRow): Credential {
  return {
    userId: row.user_id,
    passwordHash: row.password_hash,
    changedAt: row.changed_at,
    mustChange: row.must_change === 1,
    history: JSON.parse(row.history) as Credential['history'],
    lastLoginAt: row.last_login_at ?? undefined,
  }
}

function credentialColumns(credential: Credential): Omit<CredentialRow, 'account_id' | 'user_id'> {
  return {
    password_hash: credential.passwordHash,
    changed_at: credential.changedAt,
    must_change: credential.mustChange ? 1 : 0,
    history: JSON.stringify(credential.history),
    last_login_at: credential.lastLoginAt ?? null,
  }
}
