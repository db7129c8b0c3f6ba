import type { AuthorizationCode } from '#domain/authorization/grant.ts'
import type { AuthorizationCodeWriter } from '../port.ts'
import type { AuthorizationCodeRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import { parseShared, sharedColumns } from './authentication-columns.ts'
import { freeRows, hotQuery, type Transaction } from './database.ts'
import { everyNth } from './in-turns.ts'

const isTimeToDrop = everyNth(8)
const dropsAtATime = 32

/** A code that has expired is kept for so long, so that a replay of it is known for one. */
const keptAfterEndMs = 10 * 60_000

type RowKey = { readonly account_id: string; readonly code_hash: string }

const findRow = hotQuery<AuthorizationCodeRow, RowKey>((query, value) =>
  query
    .selectFrom('authorization_codes')
    .selectAll()
    .where('account_id', '=', value.account_id)
    .where('code_hash', '=', value.code_hash),
)

const insertRow = hotQuery<object, AuthorizationCodeRow>((query, value) =>
  query.insertInto('authorization_codes').values({
    account_id: value.account_id,
    code_hash: value.code_hash,
    grant_id: value.grant_id,
    client_id: value.client_id,
    face: value.face,
    user_id: value.user_id,
    browser_session_id: value.browser_session_id,
    auth_time: value.auth_time,
    amr: value.amr,
    acr: value.acr,
    redirect_uri: value.redirect_uri,
    redirect_uri_sent: value.redirect_uri_sent,
    scope: value.scope,
    code_challenge: value.code_challenge,
    nonce: value.nonce,
    claims: value.claims,
    issued_at: value.issued_at,
    expires_at: value.expires_at,
    spent_at: value.spent_at,
  }),
)

const spendRow = hotQuery<RowKey, RowKey & { readonly at: number }>((query, value) =>
  query
    .updateTable('authorization_codes')
    .set({ spent_at: value.at })
    .where('account_id', '=', value.account_id)
    .where('code_hash', '=', value.code_hash)
    .where('spent_at', 'is', null)
    .returning(['account_id', 'code_hash']),
)

const dropExpired = hotQuery<object, { readonly before: number }>((query, value, database) => {
  const expired = query
    .selectFrom('authorization_codes')
    .select(['account_id', 'code_hash'])
    .where('expires_at', '<', value.before)
    .limit(dropsAtATime)
    .$call((rows) => freeRows(database, rows))
  return query
    .deleteFrom('authorization_codes')
    .where(({ eb, refTuple }) =>
      eb(refTuple('account_id', 'code_hash'), 'in', expired.$asTuple('account_id', 'code_hash')),
    )
})

export function createAuthorizationCodeStore(database: Transaction): AuthorizationCodeWriter {
  return {
    async find(accountId, codeHash) {
      const [row] = await findRow(database, { account_id: accountId, code_hash: codeHash })
      return row && parseCode(row)
    },

    async insert(code) {
      await insertRow(database, codeRow(code))
      if (isTimeToDrop()) await dropExpired(database, { before: code.issuedAt - keptAfterEndMs })
    },

    async spend(accountId, codeHash, at) {
      const key = { account_id: accountId, code_hash: codeHash }
      if ((await spendRow(database, { ...key, at })).length > 0) return 'spent'
      return (await findRow(database, key)).length > 0 ? 'already_spent' : 'unknown'
    },
  }
}

function parseCode(row: AuthorizationCodeRow): AuthorizationCode {
  return {
    accountId: accountIdOf(row.account_id),
    codeHash: row.code_hash,
    grantId: row.grant_id,
    ...parseShared(row),
    redirectUri: row.redirect_uri,
    redirectUriSent: row.redirect_uri_sent === 1,
    codeChallenge: row.code_challenge ?? undefined,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
  }
}

function codeRow(code: AuthorizationCode): AuthorizationCodeRow {
  return {
    account_id: code.accountId,
    code_hash: code.codeHash,
    grant_id: code.grantId,
    ...sharedColumns(code),
    redirect_uri: code.redirectUri,
    redirect_uri_sent: code.redirectUriSent ? 1 : 0,
    code_challenge: code.codeChallenge ?? null,
    issued_at: code.issuedAt,
    expires_at: code.expiresAt,
    spent_at: null,
  }
}
