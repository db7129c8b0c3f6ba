import { signatureAlgorithms } from '@watchword/protocol/jose/algorithms.ts'
import { readPublicJwk } from '@watchword/protocol/jose/public-jwk.ts'
import type { VerificationKey } from '@watchword/protocol/jose/verify-jws.ts'

export type KeySetReading =
  | { readonly ok: true; readonly keys: readonly VerificationKey[] }
  | { readonly ok: false; readonly reason: string }

/** Keys in one set; more only cost the time of whoever reads them. */
export const mostKeys = 50

/**
 * Reads a JWK set (RFC 7517 section 5). Keys that are not for us, or not worth trusting, are passed over, as that
 * section asks; a set in which nothing is left is still an answer: its owner trusts no key any more.
 */
export async function readKeySet(value: unknown): Promise<KeySetReading> {
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
  const { keys } = members as { readonly keys?: unknown }
  if (!Array.isArray(keys))
    return { ok: false, reason: 'the answer is no key set: it has no "keys"' }
  if (keys.length > mostKeys) return { ok: false, reason: `the key set has over ${mostKeys} keys` }
  const readings = await Promise.all(keys.map((jwk) => readPublicJwk(jwk, signatureAlgorithms)))
  return { ok: true, keys: readings.flatMap((reading) => (reading.ok ? [reading.key] : [])) }
}
