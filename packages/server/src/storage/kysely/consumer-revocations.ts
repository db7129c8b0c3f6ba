import { sql } from 'kysely'
import type { ConsumerRevocationWriter } from '../port.ts'
import { freeRows, type Transaction } from './database.ts'

const dropsPerRevocation = 4

/** Ends of consumer tokens, each until the tokens would have expired anyway. */
export function createConsumerRevocationStore(database: Transaction): ConsumerRevocationWriter {
  const { query } = database

  async function dropExpired(now: number): Promise<void> {
    const expired = query
      .selectFrom('consumer_revocations')
      .select(['account_id', 'subject'])
      .where('expires_at', '<', now)
      .limit(dropsPerRevocation)
      .$call((rows) => freeRows(database, rows))
    await query
      .deleteFrom('consumer_revocations')
      .where(({ eb, refTuple }) =>
        eb(refTuple('account_id', 'subject'), 'in', expired.$asTuple('account_id', 'subject')),
      )
      .execute()
  }

  return {
    async latest(accountId, subjects) {
      const { latest } = await query
        .selectFrom('consumer_revocations')
        .select((select) => select.fn.max('revoked_before').as('latest'))
        .where('account_id', '=', accountId)
        .where('subject', 'in', subjects)
        .executeTakeFirstOrThrow()
      return latest === null ? undefined : Number(latest)
    },

    async revoke(accountId, subject, { before, expiresAt, now }) {
      await query
        .insertInto('consumer_revocations')
        .values({ account_id: accountId, subject, revoked_before: before, expires_at: expiresAt })
        .onConflict((conflict) =>
          conflict.columns(['account_id', 'subject']).doUpdateSet({
            revoked_before: sql`case when consumer_revocations.revoked_before > excluded.revoked_before then consumer_revocations.revoked_before else excluded.revoked_before end`,
            expires_at: sql`case when consumer_revocations.expires_at > excluded.expires_at then consumer_revocations.expires_at else excluded.expires_at end`,
          }),
        )
        .execute()
      await dropExpired(now)
      await database.announce({ about: 'account', accountId })
    },

    async lift(accountId, subject) {
      const { numDeletedRows } = await query
        .deleteFrom('consumer_revocations')
        .where('account_id', '=', accountId)
        .where('subject', '=', subject)
        .executeTakeFirst()
      await database.announce({ about: 'account', accountId })
      return numDeletedRows > 0n
    },
  }
}
