import type { CheckPasswordPorts, ComparedAttempt } from './attempt.ts'

/**
 * Hashes a password anew that was hashed with other parameters than today's. It happens after the login was
 * decided, so that its cost tells nobody whether a refused password was right. If there is no time for it
 * now, the next login does it.
 */
export async function renewHash(
  { storage, passwords }: CheckPasswordPorts,
  { accountId, matched }: ComparedAttempt,
  password: string,
): Promise<void> {
  if (matched === undefined || !passwords.needsRehash(matched.passwordHash)) return
  const next = await passwords.hash(password).catch(() => undefined)
  if (next === undefined) return
  const { userId, passwordHash } = matched
  await storage.write((tx) => tx.credentials.replaceHash(accountId, userId, passwordHash, next))
}
