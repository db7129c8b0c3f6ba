import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { StoredSigningKey } from '#domain/signing-keys/signing-key.ts'
import type { KeyOwner } from '#domain/signing-keys/signing-keys.ts'
import type { Announcement, SigningKeyWriter } from '../port.ts'
import type { SigningKeyRow } from '../schema.ts'
import { accountIdOf } from './account-rows.ts'
import type { Transaction } from './database.ts'

/** Two tables of the same columns; that of accounts begins with one more. */
export function createSigningKeyStore({ query, announce }: Transaction): SigningKeyWriter {
  const changed = (owner: KeyOwner) => announce(announcementOf(owner))

  const insert: SigningKeyWriter['insert'] = async (owner, key) => {
    const row = rowOf(key)
    const inserting =
      owner.kind === 'account'
        ? query.insertInto('signing_keys').values({ account_id: owner.accountId, ...row })
        : query.insertInto('instance_signing_keys').values(row)
    const { numInsertedOrUpdatedRows } = await inserting
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows !== 1n) return 'exists'
    await changed(owner)
    return 'inserted'
  }

  const update = (owner: KeyOwner, kid: string) =>
    query.updateTable(tableOf(owner)).where(isOf(owner)).where('kid', '=', kid)

  return {
    insert,

    async list(owner) {
      const rows = await query
        .selectFrom(tableOf(owner))
        .selectAll()
        .where(isOf(owner))
        .orderBy('signs_from')
        .orderBy('kid')
        .execute()
      return rows.map(parseKey)
    },

    async dueOwners(now, before, limit) {
      const ofAccounts = await query
        .selectFrom('signing_keys')
        .select('account_id')
        .distinct()
        .where(isDue(now, before))
        .limit(limit)
        .execute()
      const ofInstance = await query
        .selectFrom('instance_signing_keys')
        .select('kid')
        .where(isDue(now, before))
        .limit(1)
        .execute()
      return [
        ...ofInstance.map(() => everyZone),
        ...ofAccounts.map((row) => ({
          kind: 'account' as const,
          accountId: accountIdOf(row.account_id),
        })),
      ]
    },

    async succeed(owner, kid, key) {
      const { numUpdatedRows } = await update(owner, kid)
        .set({ signs_until: key.signsFrom })
        .where('signs_until', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return false
      if ((await insert(owner, key)) === 'inserted') return true
      // Then the line would have no last key: the transaction must not be kept.
      throw new Error(`The key id ${key.kid} is taken.`)
    },

    async hasten(owner, { kid, successor }, at) {
      const { numUpdatedRows } = await update(owner, kid)
        .set({ signs_until: at })
        .where('signs_until', '>', at)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return false
      await update(owner, successor).set({ signs_from: at }).execute()
      await changed(owner)
      return true
    },

    async keepUntil(owner, kid, until) {
      const { numUpdatedRows } = await update(owner, kid)
        .set({
          needed_until: sql<number>`case when needed_until < ${until} then ${until} else needed_until end`,
        })
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },

    async retire(owner, kid, { signsUntilBefore, neededBefore }) {
      const deleting = query
        .deleteFrom(tableOf(owner))
        .where(isOf(owner))
        .where('kid', '=', kid)
        .where('signs_until', '<=', signsUntilBefore)
      const { numDeletedRows } = await (neededBefore === undefined
        ? deleting
        : deleting.where('needed_until', '<=', neededBefore)
      ).executeTakeFirst()
      if (numDeletedRows !== 1n) return false
      await changed(owner)
      return true
    },
  }
}

type KeyTable = 'signing_keys' | 'instance_signing_keys'
const everyZone: KeyOwner = { kind: 'zone', zone: 'local' }

function tableOf({ kind }: KeyOwner): KeyTable {
  return kind === 'account' ? 'signing_keys' : 'instance_signing_keys'
}

/** Among an account's keys, that account's; the others are all of one owner. */
function isOf(owner: KeyOwner) {
  return owner.kind === 'account'
    ? sql<SqlBool>`account_id = ${owner.accountId}`
    : sql<SqlBool>`1 = 1`
}

type Before = Parameters<SigningKeyWriter['dueOwners']>[1]

/** Each half reads its own range of one index. */
function isDue(now: number, { rotating, neededBefore }: Before): RawBuilder<SqlBool> {
  const latest = Math.max(...rotating.map(({ signsBefore }) => signsBefore))
  const isAged = rotating.map(
    ({ purpose, signsBefore }) => sql`(purpose = ${purpose} and signs_from <= ${signsBefore})`,
  )
  return sql<SqlBool>`(
    (signs_until is null and signs_from <= ${latest} and (${sql.join(isAged, sql` or `)}))
    or (signs_until <= ${now} and needed_until <= ${neededBefore})
  )`
}

function announcementOf(owner: KeyOwner): Announcement {
  return owner.kind === 'account'
    ? { about: 'account', accountId: owner.accountId }
    : { about: 'everything' }
}

function rowOf(key: StoredSigningKey): SigningKeyRow {
  return {
    kid: key.kid,
    purpose: key.purpose,
    algorithm: key.algorithm,
    created_at: key.createdAt,
    signs_from: key.signsFrom,
    signs_until: key.signsUntil ?? null,
    needed_until: key.neededUntil,
    public_jwk: JSON.stringify(key.publicJwk),
    sealed_private_key: key.sealedPrivateKey,
  }
}

function parseKey(row: SigningKeyRow): StoredSigningKey {
  return {
    kid: row.kid,
    purpose: row.purpose as StoredSigningKey['purpose'],
    algorithm: row.algorithm as StoredSigningKey['algorithm'],
    createdAt: row.created_at,
    signsFrom: row.signs_from,
    signsUntil: row.signs_until ?? undefined,
    neededUntil: row.needed_until,
    publicJwk: JSON.parse(row.public_jwk) as StoredSigningKey['publicJwk'],
    sealedPrivateKey: row.sealed_private_key,
  }
}
