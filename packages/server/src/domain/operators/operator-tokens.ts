import { DomainError } from '#domain/errors.ts'
import type { Clock } from '#lib/clock.ts'
import { sha256Hex } from '#lib/digest.ts'
import { randomHex } from '#lib/random.ts'
import type { OperatorToken, Storage } from '#storage/port.ts'

/** How every operator token begins: it is never mistaken for an account's, by us or by a secret scanner. */
export const operatorTokenPrefix = 'wwop_'

export type OperatorTokenPorts = {
  readonly storage: Pick<Storage, 'read' | 'write'>
  readonly clock: Clock
}

/** Makes a token. Its value is answered here and never again: only its SHA-256 is kept. */
export async function createOperatorToken(
  { storage, clock }: OperatorTokenPorts,
  given: { readonly label: string; readonly expiresAt?: number },
): Promise<{ readonly token: OperatorToken; readonly value: string }> {
  const value = `${operatorTokenPrefix}${randomHex(32)}`
  const token: OperatorToken = {
    id: randomHex(8),
    label: given.label,
    tokenHash: sha256Hex(value),
    createdAt: clock.now(),
    expiresAt: given.expiresAt,
  }
  await storage.write((tx) => tx.operatorTokens.insert(token))
  return { token, value }
}

/** Ends a token at once: each use reads it from the database. */
export async function revokeOperatorToken(
  { storage }: Pick<OperatorTokenPorts, 'storage'>,
  id: string,
): Promise<void> {
  const removed = await storage.write((tx) => tx.operatorTokens.remove(id))
  if (!removed) throw new DomainError('not_found', `There is no operator token "${id}".`)
}

/** The token of that value, unless it is unknown or has expired. */
export async function findOperatorToken(
  {
    storage,
    clock,
  }: Pick<OperatorTokenPorts, 'clock'> & { readonly storage: Pick<Storage, 'read'> },
  value: string,
): Promise<OperatorToken | undefined> {
  if (!/^wwop_[0-9a-f]{64}$/.test(value)) return undefined
  const token = await storage.read.operatorTokens.findByToken(sha256Hex(value))
  if (token === undefined) return undefined
  return token.expiresAt !== undefined && token.expiresAt <= clock.now() ? undefined : token
}
