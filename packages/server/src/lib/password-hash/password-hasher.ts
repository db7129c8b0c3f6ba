import { normalizedPassword } from '@watchword/protocol/api/password-rules.ts'

/**
 * Hashes passwords with Argon2id, away from the event loop and from libuv's pool. Any Unicode is taken,
 * NFKC-normalised, so that a password typed on another keyboard is the same password.
 */
export type PasswordHasher = {
  /** A new hash in PHC form. Throws on a password of more than `maxPasswordBytes`. */
  hash(password: string): Promise<string>
  /** Costs the same whatever it is given; a password that is too long is refused at that cost. */
  verify(password: string, hash: string): Promise<boolean>
  /** A valid hash of nobody's password, with today's parameters: what a stranger's try is checked against. */
  readonly decoyHash: string
  /** Whether a hash was made with other parameters than today's. */
  needsRehash(hash: string): boolean
  /** How many passwords are being hashed, or wait for it. */
  underWay(): number
  /** Ends the threads. */
  close(): Promise<void>
}

/** The longest password in UTF-8, after normalisation: hashing must not become a burden. */
export const maxPasswordBytes = 1024

/** What a hash costs. */
export type PasswordCost = {
  readonly memoryKiB: number
  readonly passes: number
}

/** OWASP's and our choice for Argon2id: 19 MiB, two passes, one lane. */
export const standardCost: PasswordCost = { memoryKiB: 19_456, passes: 2 }

/** The form of a password that is hashed. */
export function normalizePassword(password: string): string {
  return normalizedPassword(password)
}
