import { randomBytes } from 'node:crypto'
import type { AccountId } from '@watchword/protocol/api/account-id.ts'
import { sha256Hex } from '#lib/digest.ts'
import type { TestServer } from '../support/test-server.ts'

/** Puts a session of a user who exists straight into the database. */
export async function seedSession(
  { storage, clock }: Pick<TestServer, 'storage' | 'clock'>,
  accountId: AccountId,
  userId: number,
  bearer: string,
): Promise<void> {
  const now = clock.now()
  await storage.write((tx) =>
    tx.sessions.insert({
      accountId,
      id: randomBytes(8).toString('hex'),
      userId,
      tokenHash: sha256Hex(bearer),
      cookieHash: sha256Hex(`cookie ${bearer}`),
      csrfHash: sha256Hex(`csrf ${bearer}`),
      createdAt: now,
      expiresAt: now + 8 * 3_600_000,
      lastUsedAt: now,
      address: '127.0.0.1',
      userAgent: 'test',
      method: 'password',
    }),
  )
}
